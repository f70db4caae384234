import json,collections
from pathlib import Path
from tests.bot.conversations.test_conversations import CONVERSATIONS
c=collections.Counter(); conf=collections.Counter()
for k in (1,3,5,7,8):
    last={}
    for l in open(f'nlu/annotated/meanings/k{k:02}.jsonl'):
        t=json.loads(l); last[t['conversation']]=t
    for n,t in last.items():
        conv=CONVERSATIONS[(n-1)*8+k-1]; assert conv['turns'][-1]==t['message']
        q=conv['decided'].get('question'); c[t['meaning']['topic']==q]+=1
        if t['meaning']['topic']!=q: conf[(q,t['meaning']['topic'])]+=1
print(c); print(conf.most_common(30))
