import pickle,collections
from nlu.resources import project_resources
rows=pickle.load(open('/tmp/w/d2.pkl','rb'))
res=project_resources(); ef=res.entities
c=collections.Counter(); ex=[]
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*_ in rows:
    if m.topic=='aucun' or rule not in('request','same_question') or m.more: continue
    e=ef.find(logged.message, expected=False, language='fr')
    cs={*e.courses}
    n=len(cs)
    named=next(iter(cs)) if n==1 else None
    if n==1:
        c[('one',named==m.course, r.course==m.course)]+=1
        if named!=r.course: ex.append((named==m.course,r.course==m.course,named,r.course,m.course,m.topic,logged.message[:90]))
    else: c[(n,r.course==m.course)]+=1
print(c)
for x in ex[:60]: print(x)
k=collections.Counter()
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*_ in rows:
    if reading is None: continue
    k[(bool(m.more),len(reading.asks)>1)]+=1
    if m.more: k['more',{m.topic,*(a.topic for a in m.more)}=={*r.topics}]+=1
print(k)
