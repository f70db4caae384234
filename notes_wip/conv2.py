"""Replays tests/bot/conversations: python conv2.py out.json"""
import asyncio,sys,json
import sys; sys.path.insert(0,'/tmp/s2')
from uuid import uuid4
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from bot.messages import Message
from bot.answers.texts import load_answer_texts
from tests.bot.conversations.test_conversations import CONVERSATIONS
from tests.support.decided import decided
import nlu.dialogue.interpreter as I
last={}
orig=I.Interpreter.interpret
def interp(self, turn):
    x=orig(self,turn); last.update(turn=turn, interp=x); return x
I.Interpreter.interpret=interp
def shown(r):
    return r.text+''.join(f'\n[{c.title}]' for c in r.choices)
async def main():
    configure()
    out=[]; texts=load_answer_texts()
    with apart(trained_model(load_settings().models)) as assistant:
        for n,c in enumerate(CONVERSATIONS):
            s=uuid4().hex; replies=[]
            for t in c['turns']:
                last.clear(); reply=await assistant.reply(Message(s,t)); replies.append(shown(reply))
            now=decided(reply,texts[reply.language])
            tr=last.get('turn'); rd=tr.utterance.reading if tr else None
            read=None
            if rd:
                a=rd.asks[0]; top=lambda l,k=3:[(x,round(p,2)) for x,p in list(l.items())[:k]]
                read=dict(topics=top(a.topics),courses=top(a.courses,2),forms=top(a.forms,2),who=top(a.persons,2),act=top(rd.acts,2),link=top(rd.links,2),asks=len(rd.asks))
            cand=(last['interp'].rule,last['interp'].intent) if tr else None
            out.append(dict(n=n,turns=c['turns'],decided=c['decided'],now=now,replies=replies,read=read,cand=cand))
    json.dump(out,open(sys.argv[1],'w'),ensure_ascii=False)
    print(sum(o['now']==o['decided'] for o in out),len(out),'question',sum(o['now'].get('question')==o['decided'].get('question') for o in out))
asyncio.run(main())
