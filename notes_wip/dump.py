"""replay apart, pickle per turn: meaning, understood, read, mixed ranking, rule, candidates."""
import pickle, sys, os, time
from pathlib import Path
from multiprocessing import get_context
from bot.process.logs import configure
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from nlu.training_data.meanings import read_turns, conversations
import tests.evaluation.meanings.replay as R
configure()
rows=[]
class Last(R._LastReading):
    def ranked(self, proposed):
        self.proposed=proposed
        return super().ranked(proposed)
R._LastReading=Last
orig=R.understood
def und(interp, reading):
    u=orig(interp, reading)
    cur.append((interp.rule, [(f.question, dict(f.facts)) for f in interp.frames], interp.intent, interp.ranking, interp.candidates, reading, alone_[0]))
    return u
R.understood=und
import nlu.dialogue.interpreter as I
_t=I.topics
alone_=[None]
def top(ask, alone):
    alone_[0]=(alone,{**ask.topics}); return _t(ask,alone)
I.topics=top
cur=[]
def conv(turns):
    cur.clear()
    m=R._conversation(turns)
    assert len(m)==len(cur)
    return [(x.logged, x.meaning, x.understood, x.read, *c) for x,c in zip(m,cur)]
def main():
    model=trained_model(load_settings().models); assert model
    turns=read_turns(Path(sys.argv[2]) if len(sys.argv)>2 else Path('tests/evaluation/meanings/apart'))
    R._REPLAY=R.Replay(model)
    out=[]
    with get_context('fork').Pool(2) as p:
        for f in p.imap(conv, conversations(turns)): out+=f
    pickle.dump(out, open(sys.argv[1],'wb'))
t=time.time(); main(); print(time.time()-t)
