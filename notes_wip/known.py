import json, msgspec
from pathlib import Path
from nlu.adaptation.learn import *
raw=msgspec.json.decode(Path('var/adaptation/rows.json').read_bytes())
raw['known']=json.load(open('/tmp/w/known_ids.json'))
file=msgspec.convert(raw, RowsFile)
rows, apart = parted(file.rows, {p.stem for p in Path('tests/evaluation/meanings/apart').glob('*.jsonl')})
l=Learning(rows, file.frame, Settings()); l.go_on_from(CHANGES, HEADS)
card=json.loads(CARD.read_text()); card['known']=l.vectors(file.known)
CARD.write_text(json.dumps(card, indent=1)+"\n")
