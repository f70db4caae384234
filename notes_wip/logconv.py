import asyncio,sys,json,yaml
from uuid import uuid4
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from bot.messages import Message
from tests.bot.conversations.test_conversations import CONVERSATIONS
def text(reply):
    lines=[reply.text]+[f"[{c.title}]" for c in reply.choices]
    return "\n".join(lines)
async def main():
    configure()
    with apart(trained_model(load_settings().models)) as assistant:
        n=0; files=[open(f'/tmp/w/conv/k{i+1:02}.jsonl','w') for i in range(8)]
        for at,c in enumerate(CONVERSATIONS):
            s=uuid4().hex; f=files[at%8]
            for k,t in enumerate(c['turns'],1):
                reply=await assistant.reply(Message(s,t))
                d={"writer":f"k{at%8+1:02}","conversation":at//8+1,"turn":k,"message":t,"reply":text(reply)}
                f.write(json.dumps(d,ensure_ascii=False)+"\n"); n+=1
        print(n)
asyncio.run(main())
