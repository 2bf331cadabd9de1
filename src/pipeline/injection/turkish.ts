import type { InjectionLanguage } from './injection-language.js';

const EARLIER =
  '(?:önceki|daha önceki|yukarıdaki|eski|mevcut|ilk|geçmiş|sana verilen|size verilen|verilen|sistem)';
/** With whatever ending: talimat, talimatları, talimatlarına, … */
const ORDERS = '(?:talimat|yönerge|komut|kural|prompt)\\p{L}{0,12}';
/** "your": talimatların, talimatlarını, talimatlarınıza, … */
const OWN =
  '(?:talimat|yönerge|komut|kural|program)(?:lar|ler)?(?:ın|in|un|ün)(?:ız|iz|uz|üz)?(?:ı|i|u|ü|a|e|dan|den)?';
const IGNORE =
  '(?:yok say(?:ın|ınız)?|görmezden gel(?:in|iniz)?|unut(?:un|unuz)?|dikkate alma(?:yın|yınız)?|göz ardı et(?:in|iniz)?|boş ver(?:in)?|geçersiz say(?:ın)?|takip etme(?:yin)?|uyma(?:yın)?|bir kenara (?:bırak|koy)(?:ın|un)?|bir yana bırak(?:ın)?|hiçe say(?:ın)?|çiğne(?:yin)?)';
const PROMPT =
  '(?:sistem (?:promptunu|promptunuzu|istemini|isteminizi|mesajını|mesajınızı|talimatlarını|talimatlarınızı|yönergelerini|komutunu|komutlarını)|(?:gizli|iç|başlangıç|orijinal|ilk) (?:talimatlarını|talimatlarınızı|yönergelerini|promptunu|istemini|kurallarını)|system promptunu)';
const SHOW =
  '(?:göster(?:in|ir misin|ebilir misin)?|açıkla(?:yın)?|ifşa et(?:in)?|yaz(?:ın|ar mısın)?|yazdır(?:ın)?|söyle(?:yin|r misin)?|paylaş(?:ın|ır mısın)?|tekrarla(?:yın)?|tekrar et(?:in)?|listele(?:yin)?|ver(?:in|ir misin)?|kopyala(?:yın)?|oku(?:yun)?|alıntıla(?:yın)?|\\p{L}{2,20}ce?y?[ea] çevir(?:in|ir misin)?|özetle(?:yin)?)';
const VERBATIM = '(?:kelimesi kelimesine|aynen|olduğu gibi|tam olarak|harfi harfine)';
const LIMITS = '(?:kural|kısıtlama|filtre|sınır|sınırlama|sansür)';

export const turkish: InjectionLanguage = {
  leadIns: null,
  followers: 've|sonra|lütfen|hemen|şimdi|artık',
  override: [
    `${EARLIER} (?:tüm |bütün |her |verilen ){0,2}(?:[\\p{L}-]{1,20} )?${ORDERS} (?:tamamen |lütfen |hemen )?${IGNORE}`,
    `(?:tüm|bütün|her) (?:${EARLIER} )(?:tüm |bütün )?(?:[\\p{L}-]{1,20} )?${ORDERS} (?:tamamen |lütfen |hemen )?${IGNORE}`,
    `(?:tüm |bütün )?${OWN} (?:tamamen |lütfen |hemen |artık )?${IGNORE}`,
    `${OWN} (?:uymak|takip etmek|bağlı kalmak) zorunda değilsin(?:iz)?`,
    `(?:tüm |bütün )?${OWN} (?:silinmiş|iptal edilmiş|iptal) say(?:ın)?`,
    `(?:sistem )(?:promptunu|istemini|mesajını) (?:tamamen |lütfen )?${IGNORE}`,
    `(?:önceki|yukarıdaki|sana verilen) (?:talimat|kural|komut|yönerge)(?:lar|ler)(?:ın|in) (?:hepsini|tamamını|tümünü) (?:sil|${IGNORE})`,
    `sana (?:söylenen|verilen|öğretilen) her şeyi ${IGNORE}`,
    `(?:önceki|yukarıdaki) (?:tüm |bütün )?(?:talimat|kural|yönerge|komut)(?:lar|ler) (?:artık )?(?:iptal(?: edildi| oldu)?|geçersiz(?:dir)?|geçerli değil(?:dir)?|hükümsüz)`,
    `(?:talimat|kural|yönerge)(?:lar|ler)(?:ın|in)(?:ız|iz)? (?:artık )?(?:iptal(?: edildi| oldu)?|geçersiz(?:dir)?|geçerli değil(?:dir)?|hükümsüz)`,
  ],
  reveal: [
    `(?:bana |bize )?${PROMPT} (?:bana |bize |lütfen |${VERBATIM} ){0,2}${SHOW}`,
    'sistem (?:promptun|istemin|mesajın|talimatların)(?:ız)? (?:ne|nedir|neler|nelerdir)',
    `(?:başlangıçta|en başta|ilk başta|başta) (?:aldığın|sana verilen|verilen) (?:tüm )?(?:talimatları|kuralları|komutları|yönergeleri) (?:bana |lütfen |${VERBATIM} ){0,2}${SHOW}`,
    `bu (?:konuşmadan|sohbetten|mesajdan) önceki (?:metni|yazıları|mesajı) (?:bana )?${SHOW}`,
    `${PROMPT} (?:[\\p{L}-]{1,20} ){0,3}?${SHOW}`,
    `${OWN} (?:bana )?${VERBATIM} (?:bana )?${SHOW}`,
    `bu mesaj(?:ın|dan) (?:üstündeki|üstünde yazan|önceki|önce yazan|yukarısındaki) (?:her şeyi|metni|yazıları|tüm metni) (?:bana |lütfen |${VERBATIM} ){0,2}${SHOW}`,
  ],
  jailbreak: [
    '(?:sen )?artık (?:dan(?!\\p{L})|(?:hiçbir )?(?:kısıtlaması|sınırı|filtresi|kuralı) olmayan (?:bir )?(?:yapay zeka|asistan|model|bot))(?:sın|sin|sınız)?',
    "(?:sen|artık) dan'?sın",
    '(?:hiçbir )?(?:kuralı|kuralları|kısıtlaması|kısıtlamaları|sınırı|sınırları|filtresi|filtreleri) olmayan (?:bir )?(?:yapay zeka|asistan|model|bot) (?:gibi (?:davran|konuş|cevap ver|yaz)|ol)(?:ın|in|un)?',
    '(?:filtresiz|sansürsüz|kısıtlamasız|sınırsız) (?:cevap ver|yanıt ver|yanıtla|konuş)(?:in|ın)?',
    '(?:hiçbir )?(?:kısıtlama|sınırlama|filtre|sansür) olmadan (?:cevap ver|yanıt ver|yanıtla|davran|konuş)(?:in|ın)?',
    `(?:hiçbir )?${LIMITS}\\p{L}{0,8} yokmuş gibi (?:cevap ver|yanıt ver|yanıtla|davran|konuş|yaz)(?:in|ın)?`,
    '(?:güvenlik )?(?:filtrelerini|kısıtlamalarını|sınırlamalarını|güvenlik kurallarını) (?:devre dışı bırak|kapat|aş|kaldır)(?:ın|in)?',
    `artık (?:hiçbir )?(?:kuralın|kısıtlaman|filtren|sınırın|sansürün)(?:ız|iz)? yok`,
  ],
  discussion:
    'prompt.?injections?|prompt enjeksiyonu\\p{L}{0,10}|istem enjeksiyonu\\p{L}{0,10}|ne demek|anlamı\\p{L}{0,10}|cümle\\p{L}{0,10}|saldırı\\p{L}{0,10}|saldırgan\\p{L}{0,10}|çevir\\p{L}{0,10}|örne\\p{L}{0,10}|koru\\p{L}{0,10}|tespit\\p{L}{0,10}|engelle\\p{L}{0,10}|biri\\p{L}{0,10}|kullanıcı\\p{L}{0,10}',
};
