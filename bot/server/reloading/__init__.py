"""New content for a server that runs: examined beside it, taken up whole or refused whole, and told."""
