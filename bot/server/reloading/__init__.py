"""New content for a running server: examined in a separate process, taken up or refused as a whole, and reported."""
