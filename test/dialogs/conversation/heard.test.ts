import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { figureParams } from '../../../bot/guide.js';
import { wordingOf } from '../../../bot/wording.js';
import { hear, prefilled } from '../../../dialogs/conversation/heard.js';
import { flowLaw } from '../../../dialogs/conversation/result.js';
import type { Wording } from '../../../dialogs/conversation/wording.js';
import type { Heard } from '../../../dialogs/engine/flow.js';
import { flows } from '../../../dialogs/flows/index.js';
import { loadLocales } from '../../../locales/index.js';
import { ROOT } from '../../knowledge/built.js';

const DAY = '2026-11-21';
const wordings = new Map<string, Wording>();
beforeAll(async () => {
  const locales = await loadLocales(join(ROOT, 'locales'));
  for (const tag of locales.tags) wordings.set(tag, wordingOf(locales, tag, flows, figureParams(DAY)));
});

const nothing: Heard = {
  children: null,
  related: null,
  home: null,
  livingQuarters: false,
  oneFamily: false,
  age: null,
};
const heard = (tag: string, text: string): Heard => hear(text, wordings.get(tag) as Wording);

describe('what a question says for certain', () => {
  it.each<[string, string, Partial<Heard>]>([
    ['en', 'I watch five kids, two are my nieces, do I need a license?', { children: 5, related: 2 }],
    [
      'en',
      'I watch 5 kids in my home. 2 of them are my nephews',
      { children: 5, related: 2, home: 'caregivers', livingQuarters: true },
    ],
    [
      'en',
      'can I babysit my 4 grandkids at my apartment',
      { children: 4, related: 4, home: 'caregivers', livingQuarters: true },
    ],
    [
      'en',
      'do i need a license to watch my neighbors two kids at my house',
      { children: 2, home: 'caregivers', livingQuarters: true },
    ],
    ['en', 'I look after twenty-one children at our church', { children: 21 }],
    ['en', 'I want to watch 6 kids in my garage', { children: 6, home: 'caregivers' }],
    ['en', 'I watch two kids at their house', { children: 2, home: 'childs' }],
    ['en', "a nanny comes to one family's house and watches 5 kids from two families", {}],
    ['es', 'cuido 4 niños de dos familias en la casa de ellos', {}],
    ['ru', 'сижу у них дома с 4 детьми из двух семей', {}],
    ['vi', 'tôi tới nhà mấy bé trông 4 bé của hai gia đình', {}],
    ['zh-Hans', '我去小孩家里带4个孩子，是两家的', {}],
    ['en', 'I watch 4 kids, all from the same family', { children: 4, oneFamily: true }],
    ['en', 'who pays for daycare for my 3 year old', { age: 3 }],
    ['en', 'my 10 month old needs care', { age: 0 }],
    [
      'es',
      'cuido a cinco niños en mi casa, dos son mis sobrinas, ¿necesito licencia?',
      { children: 5, related: 2, home: 'caregivers', livingQuarters: true },
    ],
    ['es', 'cuido 4 nietos en mi departamento', { children: 4, related: 4, home: 'caregivers', livingQuarters: true }],
    [
      'ru',
      'Здравствуйте! Нянчу пятерых детишек у себя в квартире в Грешеме, мне нужен лайсенс?',
      { children: 5, home: 'caregivers', livingQuarters: true },
    ],
    [
      'ru',
      'сижу с четырьмя внуками пока молодёжь на работе, надо где-то регистрироваться или нет',
      { children: 4, related: 4 },
    ],
    [
      'ru',
      'Я хожу бебиситить к детям домой, там двое, братик и сестричка из одной семьи. Нужен background check?',
      { home: 'childs' },
    ],
    [
      'ru',
      'На мне трое племяшей, смотрю их в своём доме, пока братья на стройке. ERDC мне за это заплатит?',
      { children: 3, related: 3, home: 'caregivers', livingQuarters: true },
    ],
    ['ru', 'Езжу нянчить деток к ним домой в Сейлем, обязательно ли мне CPR?', { home: 'childs' }],
    [
      'ru',
      'Всего у меня под присмотром восемь детей, одна из них моя младшая сестра, остальные с нашей церкви. Какую лицензию брать?',
      { children: 8 },
    ],
    [
      'vi',
      'Dạ em đang giữ 6 bé trong apartment của em ở Beaverton, có cần xin license không ạ?',
      { children: 6, home: 'caregivers', livingQuarters: true },
    ],
    ['vi', 'tôi trông 3 đứa cháu ngoại hàng ngày, có phải đăng ký với tiểu bang không', { children: 3 }],
    [
      'vi',
      'Em sửa lại cái garage nhà em rồi giữ 5 bé ở trỏng, vậy có được không?',
      { children: 5, home: 'caregivers' },
    ],
    [
      'vi',
      'Dì giữ 4 đứa cháu ruột tại nhà dì, mấy anh chị của dì mắc đi làm nail. ERDC có trả cho dì không con?',
      { children: 4, home: 'caregivers', livingQuarters: true },
    ],
    ['vi', 'Em chạy tới nhà mấy bé ở khu Happy Valley để trông, có bắt buộc học CPR không ạ?', { home: 'childs' }],
    [
      'zh-Hans',
      '你好，我在自己租的公寓里带3个小朋友，要不要去DELC登记？',
      { children: 3, home: 'caregivers', livingQuarters: true },
    ],
    [
      'zh-Hans',
      '我是上门去孩子家里看护的，两个娃是同一家的姐弟，还需要做background check吗',
      { children: 2, home: 'childs' },
    ],
    [
      'zh-Hans',
      '我手上总共9个孩子，其中3个是我外甥，剩下的都是别人家的，外甥要算进名额里吗？',
      { children: 9, related: 3 },
    ],
    ['zh-Hans', '我把自家地下室改成了活动室，在里面照看6个孩子，合规吗？', { children: 6, home: 'caregivers' }],
    [
      'zh-Hans',
      '我在自己家带四个侄子侄女，是我两个哥哥家的，ERDC能付钱给我吗？',
      { home: 'caregivers', livingQuarters: true },
    ],
    ['zh-Hans', '我每天开车去小孩家里带孩子，CPR证是必须考的吗', { home: 'childs' }],
    [
      'ar',
      'السلام عليكم، هسه دا أدير بالي على 4 جهال بشقتي ببورتلاند، لازم آخذ license؟',
      { children: 4, home: 'caregivers', livingQuarters: true },
    ],
    ['ar', 'بروح ع بيت الولاد وبدير بالي عليهن هنيك، تنين إخوة من نفس العيلة، بدهم مني بصمات؟', { home: 'childs' }],
    ['ar', 'رتبت الكراج تبع بيتي وعم دير بالي ع ٦ ولاد جواته، هالشي مسموح؟', { children: 6, home: 'caregivers' }],
    [
      'ar',
      'عم جالس ببيتي ٤ ولاد هنن ولاد خواتي، كل اتنين من أخت، الـ ERDC بيدفعلي؟',
      { home: 'caregivers', livingQuarters: true },
    ],
    ['ar', 'كنمشي لدار الدراري باش نقابلهم، واش ضروري ندير CPR؟', { home: 'childs' }],
    [
      'ar',
      'معايا ٧ عيال باخد بالي منهم، واحد فيهم أخويا الصغير والباقي ولاد ناس، أطلع رخصة نوعها إيه؟',
      { children: 7 },
    ],
  ])('%s: %s', (tag, text, expected) => {
    expect(heard(tag, text)).toEqual({ ...nothing, ...expected });
  });

  it.each<[string, string]>([
    ['ru', 'Нет, я не смотрю за четырьмя детьми, это на меня наговорили, как ответить на жалобу?'],
    ['ru', 'Дома у себя я никого не нянчу, зачем мне пришло письмо из DELC?'],
    ['ru', 'Наверное, деток пять у меня бывает, точно не скажу, каждый день по-разному. Нужна лицензия?'],
    ['ru', 'Нянчу больше трёх детей, это уже надо оформлять?'],
    ['ru', 'сижу с детишками, их 5 или 6, смотря какой день, нужен ли мне помощник'],
    ['ru', 'Беру не больше 4 деток за раз, можно без лайсенса?'],
    ['ru', 'У меня своих трое, ищу садик около Хэппи Вэлли, где посмотреть нарушения?'],
    ['ru', 'Раньше нянчила шестерых, потом бросила. Можно ли восстановить лицензию?'],
    ['ru', 'Утром со мной двое, после школы ещё трое, кто-то из утренних остаётся, кто-то нет, как тут считать?'],
    ['ru', 'Сижу с детьми по 10 часов 4 дня в неделю за 15 долларов в час, считается ли это part-time?'],
    ['ru', 'Когда сыну было 2 года, его в садике покусали, можно ли ещё пожаловаться?'],
    ['ru', 'Смотрю за двумя племянниками и ещё за соседскими ребятишками, когда попросят. Это child care или нет?'],
    ['ru', 'Сколько детей можно держать дома без лицензии, трёх или больше?'],
    ['ru', 'Приглядываю за племянницами, да ещё двоюродные братишки прибегают, родня же, считается?'],
    ['vi', 'Không, tôi đâu có giữ 5 đứa nào đâu, người ta nói bậy, giờ trả lời cái complaint sao đây?'],
    ['vi', 'Em không có trông trẻ ở nhà em, sao DELC lại gửi thư cho em?'],
    ['vi', 'Chắc cỡ 4 đứa gì đó, em cũng không nhớ chắc, ngày này ngày kia. Có cần giấy phép không?'],
    ['vi', 'Mình giữ hơn 3 bé thì bị coi là daycare rồi hả?'],
    ['vi', 'em coi khoảng 5, 6 bé tùy bữa, có phải mướn thêm người phụ không'],
    ['vi', 'Tôi nhận tối đa 4 cháu thôi, không license được không?'],
    ['vi', 'Nhà em có 3 đứa con, em muốn kiếm daycare gần đường 82nd, coi vi phạm ở đâu ạ?'],
    ['vi', 'Hồi trước tui giữ 8 đứa, nghỉ mấy năm rồi, giờ xin lại license có khó không?'],
    ['vi', 'Sáng em có 2 bé, chiều tan học thêm 3 bé, có đứa ở lại có đứa về, vậy tính sao?'],
    ['vi', 'Em giữ trẻ ngày 10 tiếng, người ta trả 15 đô một giờ, có phải khai thuế không?'],
    ['vi', 'Con em sắp được 2 tuổi hay 3 tuổi gì thì mới đổi lớp được ạ?'],
    ['vi', 'Tui coi 2 đứa cháu ruột với mấy đứa con hàng xóm lâu lâu gửi, vậy có tính là daycare không?'],
    ['vi', 'Ở Oregon được trông bao nhiêu trẻ tại nhà mà không cần giấy phép, 3 hay 4 vậy?'],
    ['vi', 'Em coi mấy đứa cháu con chị hai với mấy đứa em họ nữa, bà con hết á, có được miễn không?'],
    ['zh-Hans', '我没有带五个孩子，是邻居乱举报的，我该怎么回应？'],
    ['zh-Hans', '我不在自己家里看孩子，为什么会收到州里的信？'],
    ['zh-Hans', '大概有四个吧，我也说不准，每天来的不一样，需要办证吗？'],
    ['zh-Hans', '我带的孩子超过3个，是不是就得有license了'],
    ['zh-Hans', '我平时看五六个娃，看情况，要不要请个助手？'],
    ['zh-Hans', '我最多只收4个小朋友，可以不办牌照吗？'],
    ['zh-Hans', '我自己有三个娃，想在Tigard找daycare，去哪儿查违规记录？'],
    ['zh-Hans', '以前我看过8个孩子，后来不做了，现在想重新拿证要怎么弄'],
    ['zh-Hans', '早上2个，放学后又来3个，有的早上走有的留下，这人数到底怎么算？'],
    ['zh-Hans', '我帮人看孩子一天10个小时，一小时给15块，需要报税吗？'],
    ['zh-Hans', '我有四个孙子孙女，都在西雅图，不归我带，想问问那边和俄勒冈规定一样吗？'],
    ['zh-Hans', '我带两个外甥，邻居家的孩子有时候也送过来，这算不算开托儿所？'],
    ['zh-Hans', '俄勒冈在家最多可以看几个孩子不用执照，是3个吗？'],
    ['zh-Hans', '我看着几个侄女，还有表弟表妹也一起，都是亲戚，能豁免吗？'],
    ['ar', 'لا أنا ما أدير بالي على 5 أطفال، هذا الحجي غلط، شلون أرد على الشكوى؟'],
    ['ar', 'أنا مش بقعد مع عيال في بيتي خالص، ليه جالي جواب من الولاية؟'],
    ['ar', 'يمكن معي شي خمس ولاد، والله ما بعرف بالضبط، كل يوم شكل، بدي رخصة؟'],
    ['ar', 'أرعى أكثر من ثلاثة أطفال، هل أحتاج إلى ترخيص؟'],
    ['ar', 'عم دير بالي ع ٤ أو ٥ ولاد حسب اليوم، لازم يكون معي مساعدة؟'],
    ['ar', 'أقصى شي آخذ 6 أطفال ومرات أقل، يصير بدون license؟'],
    ['ar', 'عندي أربع ولاد وبدي مساعدة بمصاريف الحضانة، كيف بقدّم على ERDC؟'],
    ['ar', 'كنت أرعى سبعة أطفال قبل سنتين ثم توقفت، كيف أجدد الرخصة؟'],
    ['ar', 'الصبح معي تلاتة وبعد المدرسة أربعة، في منهم بيضلوا وفي بيروحوا، كيف بتنحسب؟'],
    ['ar', 'بشتغل بمجالسة الأطفال ١٠ ساعات باليوم وباخد ١٥ دولار بالساعة، بدفع ضرايب؟'],
    ['ar', 'لما كان ابني عمره سنتين عضّه ولد بالحضانة، فيني اشتكي هلأ؟'],
    ['ar', 'أگعد ويا اثنين من أحفادي وويا جهال الجيران من يحتاجون، هذا ينحسب حضانة؟'],
    ['ar', 'كم طفل مسموح يكونون بالبيت بدون رخصة في أوريغون، ثلاثة لو أكثر؟'],
    ['ar', 'بدير بالي على ولاد أخي وولاد عمي سوا، كلهم قرايب، بنعفى من الترخيص؟'],
    ['en', 'can I watch more than 3 kids'],
    ['en', 'I have 5 or 6 kids here'],
    ['en', 'three kids and two nieces, is that ok'],
    ['en', 'I watch my two nieces and a neighbor boy'],
    ['en', 'I watch 3 kids plus my own kids'],
    ['en', 'my 2 kids need daycare'],
    ['en', 'care for 3 days a week for kids'],
    ['en', 'is it ok for kids 2 hours a day'],
    ['en', 'what if I have over 10 children'],
    ['en', 'what does ORS 329A.330(2) say about babies'],
    ['en', 'I watch my sister’s 3 kids and my neighbor’s 2'],
    ['en', 'I have 2 kids and watch 3 more'],
    ['en', 'I don’t watch five kids, I watch three'],
    ['en', 'I watch 12 kids, 3 at a time'],
    ['en', 'I used to watch 8 kids, now fewer'],
    ['en', 'my wife’s nephew and 5 other kids'],
    ['en', 'I watch 7 kids, all but two are my nieces'],
    ['en', 'between 3 and 5 kids'],
    ['en', 'my four kids need care'],
    ['en', 'two of my five kids’ friends come over'],
    ['en', 'I watch 4 kids age 14'],
    ['en', 'I watch my boyfriend’s 5 kids in our home'],
    ['en', 'I watch 4 kids from one family and 3 from another'],
    ['es', 'cuido 4 niños de una familia y 3 de otra'],
    ['es', 'cuidar a un niño en la casa de él'],
    ['es', 'puedo cuidar más de 3 niños'],
    ['es', 'cuido 3 niños y mis hijos'],
  ])('%s, no count where it could mean two things: %s', (tag, text) => {
    expect(heard(tag, text)).toMatchObject({ children: null, related: null });
  });
});

describe('what is not taken for somebody’s home, family or age', () => {
  it.each<[string, string]>([
    ['en', 'none of the six kids are from the same family license'],
    ['en', 'not all 5 kids are from one family'],
    ['en', 'can I watch 5 kids, not in my home but in theirs'],
    ['en', 'my nanny watches my 3 kids at our house'],
    ['en', 'how quick does the visit to my house happen after i apply'],
    ['en', 'can my 19 year old son get paid to watch his little brother'],
    ['es', 'ninguno de los seis niños es de la misma familia'],
    ['es', 'no en mi casa sino en la de ellos'],
  ])('%s: %s', (tag, text) => {
    expect(heard(tag, text)).toMatchObject({ home: null, livingQuarters: false, oneFamily: false, age: null });
  });
});

describe('what a flow takes over', () => {
  const taken = (flow: string, text: string): unknown => {
    const found = flows.find(({ id }) => id === flow);
    return found && prefilled(found, heard('en', text), flowLaw(DAY));
  };

  it('only what its questions can hold', () => {
    const text = 'I watch five kids at my house, two are my nieces';
    expect(taken('child-care', text)).toEqual({
      'care-location': 'caregivers-home',
      'child-count': 5,
      'related-count': 2,
    });
    expect(taken('license', text)).toEqual({ 'other-children': 5, setting: 'own-living-quarters' });
    expect(taken('license', 'I watch 5 kids in my garage')).toEqual({ 'other-children': 5 });
    expect(taken('erdc', 'help to pay daycare for my 14 year old')).toEqual({ 'child-age': '13-to-17' });
    expect(taken('expulsion-prevention', text)).toEqual({});
  });
});
