import pickle,sys,collections
rows=pickle.load(open(sys.argv[1],'rb'))
from nlu.reading.reading import likeliest
k=collections.Counter()
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*rest in rows:
    if reading is None: print('NOREAD',logged.message[:80],m.topic); continue
    if rule!='read':
        act=likeliest(reading.acts); link=likeliest(reading.links)
        ok=u.has_topic(m); rok=r.topics[0]==m.topic
        k[(rule,ok,rok)]+=1
        print(rule,'| gold',m.topic,m.act,m.link,'| und',u.topics[0],'| read',r.topics[0],act,link,'%.2f'%next(iter(reading.asks[0].topics.values())),'|',logged.message[:90])
for a,b in sorted(k.items()): print(a,b)
