import type { InjectionLanguage } from './injection-language.js';

const ALL = '(?:تمام|ساری|سب|سبھی|سارے|اپنی|اپنے|کی|گئی|دی) ';
const EARLIER = '(?:پچھلی|پچھلے|سابقہ|پہلے کی|پہلی|گزشتہ|اوپر کی|اوپر دی گئی|پہلے دی گئی|اصل|ابتدائی)';
const ORDERS = '(?:ہدایات|ہدایت|احکامات|قواعد|اصول|اصولوں|قوانین|کمانڈز|پرامپٹ|پرامپٹس|انسٹرکشنز)';
const IGNORE =
  '(?:نظر ?انداز (?:کرو|کریں|کر دو|کر دیں|کر دیجیے|کیجیے)|بھول (?:جاؤ|جائیں|جائیے|جا)|چھوڑ (?:دو|دیں)|رد (?:کرو|کریں|کر دو|کر دیں)|مت (?:مانو|مانیں)|پر عمل (?:نہ|مت) (?:کرو|کریں))';
const PROMPT =
  '(?:سسٹم (?:پرامپٹ|پیغام|میسج|ہدایات|انسٹرکشنز)|(?:خفیہ|پوشیدہ|چھپی ہوئی|اندرونی|ابتدائی|اصل) (?:ہدایات|پرامپٹ|احکامات|قواعد))';
const SHOW =
  '(?:دکھاؤ|دکھائیں|دکھا دو|دکھا دیں|دکھائیے|بتاؤ|بتائیں|بتا دو|بتا دیں|بتائیے|ظاہر (?:کرو|کریں)|لکھو|لکھیں|لکھ دو|دہراؤ|دہرائیں|شیئر (?:کرو|کریں)|پرنٹ (?:کرو|کریں)|افشا (?:کرو|کریں))';

export const urdu: InjectionLanguage = {
  leadIns: null,
  followers: 'اور|پھر|اب|فوراً|پلیز|aur|phir|ab',
  override: [
    `(?:${ALL}){0,3}${EARLIER} (?:${ALL}){0,3}${ORDERS} (?:کو |پر |کو مکمل طور پر )?${IGNORE}`,
    `(?:تمام |ساری |سب )?(?:اپنی|اپنے) (?:${ALL}){0,2}(?:سسٹم )?${ORDERS} (?:کو |پر )?${IGNORE}`,
    `(?:pichli|pichle|sabiqa|purani|pehle ki|upar ki|apni) (?:tamam |tamaam |sari |saari |sab )?(?:hidayat|hidayaat|instructions|ahkamat|rules|prompts?) (?:ko )?(?:nazar ?andaz (?:karo|karein|kar do|kar dein|krdo)|bhool (?:jao|jaao|jaen|jaye)|ignore (?:karo|karein|kar do|kardo|kr do))`,
    `(?:tamam|tamaam|sari|saari|sab) (?:pichli|pichle|sabiqa|purani|pehle ki) (?:hidayat|hidayaat|instructions|ahkamat|rules) (?:ko )?(?:nazar ?andaz (?:karo|karein|kar do|kar dein|krdo)|bhool (?:jao|jaao|jaen|jaye)|ignore (?:karo|karein|kar do|kardo|kr do))`,
  ],
  reveal: [
    `(?:مجھے |ہمیں )?اپنا (?:مکمل |پورا |اصل ){0,2}${PROMPT} (?:مجھے |ہمیں |لفظ بہ لفظ )?${SHOW}`,
    `(?:مجھے |ہمیں )?اپنی (?:مکمل |پوری |تمام |ساری ){0,2}${PROMPT} (?:مجھے |ہمیں |لفظ بہ لفظ )?${SHOW}`,
    `(?:تمہارا|آپ کا|تمہاری|آپ کی) (?:مکمل |پورا )?${PROMPT} (?:کیا ہے|کیا ہیں)`,
    'apna (?:poora |mukammal )?system prompt (?:mujhe )?(?:dikhao|dikhaen|dikha do|batao|bataen|bata do)',
  ],
  jailbreak: [
    '(?:اب )?(?:تم|آپ) (?:اب )?(?:کسی )?(?:پابندی|پابندیوں|فلٹر|اصول) کے بغیر (?:ایک )?(?:اے آئی|ماڈل|اسسٹنٹ|روبوٹ|بوٹ) (?:ہو|ہیں)',
    '(?:کسی )?(?:پابندی|پابندیوں|فلٹر|سنسر) کے بغیر جواب (?:دو|دیں|دیجیے)',
    '(?:اپنے|اپنی) (?:تمام |سارے )?(?:حفاظتی )?(?:فلٹر|فلٹرز|پابندیاں|پابندیوں کو|حفاظتی اصول) (?:کو )?(?:بند|ختم|غیر فعال) (?:کرو|کریں|کر دو|کر دیں)',
  ],
  discussion:
    'پرامپٹ انجیکشن|prompt.?injections?|مطلب|جملہ|جملے|فقرہ|ترجمہ|حملہ|حملے|حملوں|مثال|وضاحت|بچا\\p{L}*|حفاظت|صارف|صارفین|کوئی',
};
