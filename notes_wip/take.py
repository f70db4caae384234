import json,collections,sys
from pathlib import Path
import msgspec
from nlu.training_data.meanings import Meaning
names={'n1':'p18','n2':'p19','n3':'p20','n4':'p21','n5':'p22','n6':'p23'}
for n,p in names.items():
    f=Path(f'/tmp/writers/{n}/{n}.jsonl')
    if not f.exists(): print('missing',n); continue
    bad=collections.Counter(); lines=[]
    drop=set()
    for l in f.read_text().splitlines():
        try: d=json.loads(l)
        except Exception: bad['json']+=1; continue
        m=d['meaning']
        for s in m.get('spans',[]) or []:
            pass
        try: msgspec.convert(m,Meaning)
        except Exception as e: bad[str(e)[:80]]+=1; continue
        if m.get('part') and m['part'] not in d['message']: bad['part']+=1; m.pop('part')
        if m.get('more') and not m.get('part'): bad['more without part']+=1
        lines.append(json.dumps({'writer':p,'conversation':d['conversation'],'turn':d['turn'],'message':d['message'],'meaning':m,'reply':d['reply']},ensure_ascii=False))
    Path(f'nlu/annotated/meanings/{p}.jsonl').write_text('\n'.join(lines)+'\n'); print(n,len(lines),bad)
