import asyncio,sys,pickle,yaml
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
_t=I.topics
def top(ask, alone):
    last['alone']=(alone,{**ask.topics}); return _t(ask,alone)
I.topics=top
async def main():
    configure()
    step=int(sys.argv[2]) if len(sys.argv)>2 else 3
    out=[]; texts=load_answer_texts()
    with apart(trained_model(load_settings().models)) as assistant:
        import inspect
        for c in CONVERSATIONS[::step]:
            s=uuid4().hex
            for t in c['turns']:
                last.clear(); reply=await assistant.reply(Message(s,t))
            now=decided(reply,texts[reply.language])
            tr=last.get('turn'); rd=tr.utterance.reading if tr else None
            out.append((c,now,rd,(last['interp'].rule, last['interp'].candidates) if tr else None, tr.entities.courses if tr else (), last.get('alone')))
    pickle.dump(out,open(sys.argv[1],'wb'))
    print(sum(now==c['decided'] for c,now,*_ in out),len(out), 'question', sum(now.get('question')==c['decided'].get('question') for c,now,*_ in out))
asyncio.run(main())
