import pickle,sys,collections
rows=pickle.load(open(sys.argv[1],'rb'))
from nlu.reading.reading import likeliest
k=0; c=collections.Counter()
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*rest in rows:
    if m.topic=='aucun': continue
    if rule=='read':
        mixtop=ranking[0][0] if ranking else None; rt=r.topics[0]
        c[(mixtop==rt, u.topics[0]==mixtop, u.course==r.course, len(r.topics)>1)]+=1
        if u.topics[0]!=mixtop and k<12:
            k+=1; print(logged.message[:110],'|',m.topic,m.course,'| und',u.topics,u.course,'| mix',mixtop,'| read',r.topics,r.course)
for a,b in c.most_common(): print(a,b)
print('--- course differs')
k=0;cc=collections.Counter()
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*rest in rows:
    if m.topic=='aucun' or rule!='read': continue
    if u.course!=r.course:
        cc[(u.course==m.course, r.course==m.course)]+=1
        k+=1
        if k<15: print(logged.message[:110],'|',m.topic,m.course,'| und',u.topics,u.course,'| read',r.topics,r.course)
print(cc)
