"""What the programme answers, laid out whole: every case of every question, on a map, in tables, as a site."""
