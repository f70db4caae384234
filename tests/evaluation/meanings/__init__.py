"""What messages mean: what is understood of logged turns, against what their writers say that they meant."""
