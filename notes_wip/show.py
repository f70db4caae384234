import asyncio,sys,json
from uuid import uuid4
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from bot.messages import Message
import nlu.dialogue.interpreter as I
last={}
orig=I.Interpreter.interpret
def interp(self, turn):
    x=orig(self,turn); last.update(turn=turn, interp=x); return x
I.Interpreter.interpret=interp
async def main():
    configure()
    with apart(trained_model(load_settings().models)) as assistant:
        for conv in json.load(sys.stdin):
            s=uuid4().hex
            for t in conv:
                last.clear(); r=await assistant.reply(Message(s,t))
            print('##',conv); rd=last['turn'].utterance.reading if 'turn' in last else None
            if rd:
                top=lambda l,k=3:' '.join(f'{x}:{p:.2f}' for x,p in list(l.items())[:k])
                print('  acts',top(rd.acts),'| link',top(rd.links,2),'| op',top(rd.operations,2),'| claim',top(rd.claims,2))
                for a in rd.asks: print('   ask',[last['turn'].utterance.words_of(a)],top(a.topics),'|',top(a.courses,2),'|',top(a.forms,2),'|',top(a.persons,3))
                print('   spans',[(last['turn'].whole.delexicalized[x.start:x.end],x.kind,x.role,x.holder) for x in rd.spans])
                print('  ->',last['interp'].rule,last['interp'].intent)
            print('   ',r.text[:300].replace('\n',' / '),[c.title for c in r.choices])
asyncio.run(main())
