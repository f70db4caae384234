import pickle,math
rows=pickle.load(open('/tmp/w/d2.pkl','rb')); conv=pickle.load(open('/tmp/w/c1.pkl','rb'))
from nlu.intents import STATEMENT
def dist(alone):
    al,topics=alone
    read={STATEMENT if k=='aucun' else k:v for k,v in topics.items()}
    return dict(al),read
def top(alone,a,b,eps):
    sh,read=dist(alone)
    keys={*sh,*[k for k,_ in list(read.items())[:12]]}
    return max(keys,key=lambda k: a*math.log(read.get(k,0)+eps)+b*math.log(sh.get(k,0)+eps))
A=[(x[-1],x[1],x[3]) for x in rows if x[1].topic!='aucun' and x[9] is not None and x[-1]]
C=[(c[-1],c[0]['decided'].get('question')) for c in conv if c[-1] and c[2] is not None]
for b in (0,.1,.2,.3,.5,.7,1):
  for eps in (.003,.02):
    t=sum(bool((k:=top(al,1,b,eps))==m.topic or (m.more and m.topic in r.topics)) for al,m,r in A)/len(A)
    q=sum(top(al,1,b,eps)==q for al,q in C)/len(C)
    print(b,eps,'apart %.1f conv %.1f'%(100*t,100*q))
