import pickle,sys,collections
rows=pickle.load(open(sys.argv[1],'rb'))
ASK=('aucun','remercier','saluer','au_revoir')
n=c=t=b=rt=rb=0
by=collections.defaultdict(lambda:[0,0,0])
conf=collections.Counter()
for logged,m,u,r,rule,frames,intent,ranking,cands,reading,*rest in rows:
    if m.topic=='aucun': continue
    n+=1
    T=u.has_topic(m); C=u.course==m.course; RT=r.has_topic(m); RC=r.course==m.course
    t+=T; b+=T and C; rt+=RT; rb+=RT and RC; c+=C
    x=by[rule]; x[0]+=1; x[1]+=T and C; x[2]+=RT and RC
    if not T: conf[(m.topic,u.topics[0],rule)]+=1
print('n',n,'topic %.1f course %.1f both %.1f | read topic %.1f both %.1f'%tuple(100*v/n for v in (t,c,b,rt,rb)))
for k,v in sorted(by.items(),key=lambda z:-z[1][0]): print(k or '-',v)
for k,v in conf.most_common(25): print(v,k)
