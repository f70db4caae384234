"""All answers of the programme: every case of every question, on a map, in tables, as a site."""
