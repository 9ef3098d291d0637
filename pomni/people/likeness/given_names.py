"""Given names with what people make of them: short forms agree with the whole name, two different names never do.

One line a name, in Russian, Polish and English as it is written there; a short form may stand in several lines.
"""

from pomni.people.likeness.sounds import sound

NAMES = """
александр саша шура саня алекс сашка sasha alex aleksander olek
александра саша шура саня аля aleksandra ola alexandra
алексей алёша лёша лёха алёшка alexei
алёна алена лена
алина аля
алла аля
альбина аля
анастасия настя стася ася анастасія anastazja nastya
анатолий толя толик
ангелина лина геля
андрей андрюша andrii
анна аня анюта нюра нюша anna ania anka hania ann annie
антон тоша антоша
антонина тоня antonina
аркадий аркаша
арина ариша
артём артем тёма тема artem
артур
богдан bogdan
борис боря
вадим вадик
валентин валя валик
валентина валя
валерий валера
валерия лера валера
варвара варя barbara basia barb
василий вася vasyl
вера
вероника ника weronika
виктор витя wiktor victor vic
виктория вика wiktoria victoria vicky
виталий виталик
владимир вова володя влад вовка volodymyr
владислав влад владик слава władysław
вячеслав слава
галина галя halina hala
геннадий гена
георгий гоша жора юра
григорий гриша grzegorz
дарья даша darya
даниил даня данила данил
денис дениса
диана
дмитрий дима митя димон dmytro
евгений женя евгеша
евгения женя
екатерина катя катюша катерина kateryna
елена лена алёна olena
елизавета лиза elżbieta ela elizabeth liz lisa beth betty
жанна
захар
зинаида зина
зоя
иван ваня ванька
игорь гоша ihor
илья илюша
инна
ирина ира ириша irena
карина
кирилл киря
кира
клавдия клава
константин костя
ксения ксюша оксана
лариса лара
лев лёва
леонид лёня leon
лидия лида lidia
лилия лиля
любовь люба
людмила люда люся мила
майя
максим макс
маргарита рита małgorzata gosia margaret maggie
марина
мария маша маруся маня maria marysia mary
матвей мотя
милана мила
михаил миша michał michael mike
надежда надя
наталья наташа ната natalia nata natalie
никита
николай коля mikołaj nicholas nick
нина
оксана ксюша
олег
олеся леся
ольга оля olga ola
павел паша paweł paul
пётр петя piotr piotrek peter pete
полина поля
раиса рая
роман рома
руслан
светлана света
семён сёма
сергей серёжа серый serhii
софия софья соня zofia zosia sophie sophia
станислав стас слава stanisław staszek
степан стёпа
тамара тома
татьяна таня tetiana
тимофей тима
тимур
ульяна уля
фёдор федя
юлия юля julia julka
юрий юра
яна
ярослав ярик слава jarosław jarek
agata
agnieszka aga agnes
alicja ala alice
andrzej jędrek andrew andy drew
antoni antek anthony tony
bartosz bartek
beata
bogumiła
bożena
cezary czarek
damian
daniel danek dan danny
danuta danka
dawid david dave
dominik
dominika
dorota dorotka dorothy
edyta edith
emilia
ewa ewka eva eve
ewelina
filip philip phil
franciszek franek francis frank
gabriela gabi gabrielle
grażyna
henryk heniek henry harry
hanna hania hannah
iwona
izabela iza
jacek
jadwiga jadzia
jakub kuba jacob jake
jan janek jaś
janina janka
janusz
jerzy jurek george
joanna asia joan
józef józek joseph joe
justyna
kamil
kamila
karol karolek charles charlie chuck
karolina karolcia caroline
katarzyna kasia kaśka catherine kathryn kate katie
kinga
klaudia claudia
krystyna krysia
krzysztof krzysiek christopher chris
leszek
lucyna
łukasz luke
maciej maciek matthew matt
magdalena magda
marcin martin
marek mark
marta
martyna
marzena
mateusz
monika
natalia
oliwia olivia
patrycja patricia pat
patryk patrick
piotr
przemysław przemek
radosław radek
rafał
renata
robert bob rob bobby
roman
ryszard rysiek richard dick rick
sebastian seba
sławomir sławek
sylwia sylvia
szymon simon
teresa
tomasz tomek thomas tom tommy
urszula ula
wanda
wiesław wiesiek
wiesława
witold witek
wojciech wojtek
zbigniew zbyszek
zdzisław
zuzanna zuzia susan sue
adam
adrian
alan
amy
arkadiusz arek
benjamin ben
brian
bradley brad
cameron
donald don
edward ed ted
emma
emily
ethan
grace
gregory greg
jack
james jim jimmy jamie
jason
jennifer jenny jen
jessica jess
john johnny
jonathan jon
joshua josh
kenneth ken
kevin
laura
lauren
lucy
nathan
oliver
rachel
rebecca becky
ronald ron
ryan
samantha sam
samuel sam
sarah
scott
stephen steve steven
timothy tim
william bill will billy
"""


def _lines() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(NAMES.strip().splitlines()):
        for word in line.split():
            found.setdefault(sound(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


LINES = _lines()


def is_given_name(heard: str) -> bool:
    """Whether a word, as `sound` writes it, is a given name or a short form of one."""
    return heard in LINES


def may_be_one_name(one: str, other: str) -> bool:
    """Whether one of two words, as `sound` writes them, is made of the other, or both of a third: "Саша", "Aleksander"."""
    return bool(LINES.get(one, frozenset()) & LINES.get(other, frozenset()))


def are_two_names(one: str, other: str) -> bool:
    """Whether these are two names that people have: "Алина" and "Арина" are no slip of the pen."""
    return one in LINES and other in LINES and not LINES[one] & LINES[other]
