import collections
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from nlu.training_data.meanings import read_turns
from pathlib import Path
import tests.evaluation.meanings.replay as R
import tests.evaluation.meanings.understood as U
configure()
rules=[]
orig=R.understood
import dataclasses
def und(i):
    u=orig(i); object.__setattr__(u,'rule',i.rule); object.__setattr__(u,'intent',i.intent); return u
R.understood=und
turns=[t for f in sorted(Path('tests/evaluation/meanings/apart').glob('*.jsonl')) for t in read_turns(f)] if True else []
found=R.understood_turns(trained_model(load_settings().models), turns)
c=collections.Counter(); ex=collections.defaultdict(list)
for m in found:
    u,r=m.understood,m.read
    a,b=u.has_topic(m.meaning),r.has_topic(m.meaning)
    k=(getattr(u,'rule','?'),a,b)
    if a!=b: c[k]+=1; ex[k].append((m.logged.message[:90],m.meaning.topic,u.topics,r.topics))
for k,v in c.most_common(): print(v,k,*ex[k][:6],sep='\n   ')
