import json,collections
from pathlib import Path
import msgspec
from nlu.training_data.meanings import LoggedTurn, Meaning
bad=collections.Counter(); n=0; agree=[0,0]
for k in range(1,9):
    out=Path(f'/tmp/w/lab/out/k{k:02}.jsonl')
    if not out.exists(): print('missing',k); continue
    log=[json.loads(l) for l in open(f'/tmp/w/lab/k{k:02}.jsonl')]
    lab=[json.loads(l) for l in open(out)]
    lab={(x['conversation'],x['turn']):x['meaning'] for x in lab}
    lines=[]
    for t in log:
        m=lab.get((t['conversation'],t['turn']))
        if m is None: bad['absent']+=1; continue
        try: Mm=msgspec.convert(m,Meaning)
        except Exception as e: bad[str(e)[:60]]+=1; continue
        lines.append(json.dumps({**t,'meaning':m},ensure_ascii=False)); n+=1
    Path(f'nlu/annotated/meanings/k{k:02}.jsonl').write_text("\n".join(lines)+"\n")
print(n,bad)
