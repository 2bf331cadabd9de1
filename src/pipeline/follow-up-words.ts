/** Words by which a question leans on what was said before it. A list is words of the eight languages, accents aside. */

/** What a question may begin with that goes on with the topic. */
export const CONNECTIVES = [
  'and, but, or, so, then, also, plus, ok, okay, well, what about, how about, what if, in that case',
  'und, aber, oder, also, dann, na gut, was ist mit, wie ist es mit, wie steht es mit, wie sieht es mit, in dem fall',
  "et, mais, ou, alors, donc, bon, qu'en est-il de, dans ce cas",
  'y, e, pero, o, entonces, que tal, que hay de, que pasa con, en ese caso',
  'mas, ou, entao, e se, e quanto a, e o que dizer de, nesse caso',
  've, peki, ya, ama, veya, o zaman, o halde',
  'اور, لیکن, مگر, تو, پھر, یا',
  'و, لكن, ولكن, ثم, او, اذن, ماذا عن, وماذا عن, وماذا, وكيف, ولماذا, ومتى, واين, وكم, وهل, ومن, وما',
];

/** What stands for a thing that was named before. */
export const PRONOUNS = [
  'it, its, they, them, their, this, that, these, those',
  'ihn, ihm, dies, diese, diesen, dieser, dieses, damit, dafur, davon, dazu, daran, darauf, darin, dabei, dagegen, das, es',
  "ca, cela, c'est, celui-ci, celle-ci, ceux-ci, dessus, dedans",
  'eso, esto, ello, lo, estos, esos, este, ese',
  'isso, isto, disso, disto, nisso, nisto, ele, ela, deles, delas, este, esse',
  'bu, bunu, bunun, buna, bununla, onu, onun, ona, onunla, onlar, bunlar, bunlari',
  'یہ, وہ, اس, اسے, اسکو, ان, انہیں, انھیں',
  'هذا, هذه, ذلك, تلك, هو, هي, به, بها, فيه, فيها, له, لها, منه, منها',
];

/** What asks, or helps to, and names nothing. */
export const EMPTY_WORDS = [
  'why, how, when, where, what, which, who, whose, long, much, many, often, soon, exactly, else, again, still, not, no, yes, really, one, ones, ' +
    'example, examples, instance, please, tell, show, give, explain, me, us, i, we, you, is, are, was, were, be, do, does, did, can, could, ' +
    'will, would, should, shall, must, have, has, the, a, an, of, to, in, on, at, for, with, from, by, about, there, if, my, your, ' +
    'go, mean, means, meant, detail, details, detailed, happens, happen, now, next, just, need, want, use, using, work, works, come',
  'warum, wieso, weshalb, wie, wann, wo, wohin, woher, was, wer, wen, wem, welche, welcher, welches, welchen, lange, viel, viele, oft, genau, noch, ' +
    'nochmal, nicht, nein, ja, wirklich, zum, beispiel, bitte, sag, zeig, erklare, erzahl, mir, uns, ich, wir, du, sie, man, ist, sind, wird, ' +
    'werden, kann, konnte, kannst, soll, sollte, muss, habe, der, die, den, dem, ein, eine, einen, einem, von, zu, in, im, an, auf, fur, mit, bei, ' +
    'uber, geht, gibt, mein, meine, dein, genauer, jetzt, denn, sonst, brauche, will',
  'pourquoi, comment, quand, ou, que, quoi, quel, quelle, quels, quelles, qui, combien, longtemps, souvent, exactement, encore, pas, non, oui, vraiment, par, exemple, ' +
    "stp, svp, s'il, vous, plait, dites-moi, explique, expliquez, montre, me, moi, nous, je, tu, on, il, elle, est, est-ce, qu'est-ce, sont, etait, " +
    "peut, peux, dois, doit, faut, faire, fait, a, ai, le, la, les, l', un, une, des, du, de, d', en, dans, sur, pour, avec, y, t-il, temps",
  'por, que, como, cuando, donde, cual, cuales, quien, cuanto, cuanta, cuantos, cuantas, tiempo, mucho, exactamente, otra, vez, no, si, realmente, ' +
    'ejemplo, favor, dime, explica, explicame, muestra, me, nos, yo, tu, usted, se, es, era, esta, estan, puede, puedo, debo, hay, tengo, hacer, hace, ' +
    'el, la, los, las, un, una, de, del, al, a, en, para, con, sobre, mi',
  'por, que, porque, como, quando, onde, qual, quais, quem, quanto, quanta, quantos, quantas, tempo, muito, exatamente, novo, nao, sim, realmente, ' +
    'exemplo, favor, diga, diga-me, explica, explique, mostre, me, nos, eu, voce, se, e, sao, era, esta, pode, posso, devo, ha, tenho, fazer, faco, ' +
    'o, a, um, uma, de, do, da, dos, das, ao, em, no, na, para, com, sobre, meu, minha',
  'neden, nicin, niye, nasil, ne, nerede, nereye, hangi, hangisi, kim, kac, kadar, zaman, sure, surer, tam, tekrar, hayir, evet, gercekten, mi, mu, ' +
    'ornek, mesela, ornegin, lutfen, soyle, anlat, goster, bana, bize, ben, biz, sen, siz, var, yok, olur, olarak, icin, ile, bir, demek, peki, yapabilir, miyim, gerekir',
  'کیوں, کیسے, کب, کہاں, کیا, کون, کونسا, کونسی, کتنا, کتنی, کتنے, دیر, بار, بالکل, نہیں, ہاں, واقعی, مثال, مثلا, کے, طور, پر, براہ, کرم, بتائیں, بتاؤ, سمجھائیں, ' +
    'مجھے, ہمیں, میں, ہم, آپ, تم, ہے, ہیں, تھا, ہو, ہوگا, سکتا, سکتے, سکتی, چاہیے, کا, کی, کو, سے, نے, تک, لیے, کروں, کریں, کرنا, کرتا, وقت',
  'لماذا, لم, كيف, متى, اين, ماذا, ما, من, اي, كم, هل, مدة, طويلا, مرة, اخرى, لا, نعم, حقا, مثال, مثلا, فضلك, اخبرني, اشرح, وضح, لي, لنا, انا, نحن, انت, ' +
    'كان, يكون, يمكن, يمكنني, يجب, في, على, الى, عن, مع, ان, ذا, الوقت, يعني',
];

/** What asks for something that was not said yet. */
export const MORE_WORDS = [
  'more, further, anything, everything',
  'mehr, weiter, weiteres, naheres',
  'plus, davantage, autre, autres',
  'mas, otros, otras',
  'mais, outros, outras',
  'daha, fazla, fazlasi, baska',
  'مزید, زیادہ',
  'المزيد, اكثر, غير',
];
