import type { InjectionLanguage } from './injection-language.js';

const EARLIER = '(?:önceki|daha önceki|yukarıdaki|eski|mevcut|ilk|geçmiş|sana verilen|size verilen)';
const ORDERS =
  '(?:talimat(?:lar)?(?:ı|ını|ları|larını|larınızı)?|yönerge(?:ler)?(?:i|ini|leri|lerini)?|komut(?:lar)?(?:ı|ları|larını)?|kural(?:lar)?(?:ı|ları|larını)?|prompt(?:lar)?(?:u|ları|larını)?)';
const IGNORE =
  '(?:yok say(?:ın|ınız)?|görmezden gel(?:in|iniz)?|unut(?:un|unuz)?|dikkate alma(?:yın|yınız)?|göz ardı et(?:in|iniz)?|boş ver(?:in)?|geçersiz say(?:ın)?|takip etme(?:yin)?|uyma(?:yın)?)';
const PROMPT =
  '(?:sistem (?:promptunu|promptunuzu|istemini|isteminizi|mesajını|mesajınızı|talimatlarını|talimatlarınızı|yönergelerini|komutunu|komutlarını)|(?:gizli|iç|başlangıç|orijinal|ilk) (?:talimatlarını|talimatlarınızı|yönergelerini|promptunu|istemini|kurallarını)|system promptunu)';
const SHOW =
  '(?:göster(?:in|ir misin|ebilir misin)?|açıkla(?:yın)?|ifşa et(?:in)?|yaz(?:ın|ar mısın)?|yazdır(?:ın)?|söyle(?:yin|r misin)?|paylaş(?:ın|ır mısın)?|tekrarla(?:yın)?|tekrar et(?:in)?|listele(?:yin)?|ver(?:in|ir misin)?|kopyala(?:yın)?)';

export const turkish: InjectionLanguage = {
  leadIns: null,
  followers: 've|sonra|lütfen|hemen|şimdi|artık',
  override: [
    `${EARLIER} (?:tüm |bütün |her |verilen ){0,2}(?:[\\p{L}-]{1,20} )?${ORDERS} (?:tamamen |lütfen |hemen )?${IGNORE}`,
    `(?:tüm|bütün|her) (?:${EARLIER} )(?:[\\p{L}-]{1,20} )?${ORDERS} (?:tamamen |lütfen |hemen )?${IGNORE}`,
    `(?:tüm |bütün )?(?:talimatlarını|talimatlarınızı|yönergelerini|kurallarını|kurallarınızı) (?:tamamen |lütfen |hemen )?${IGNORE}`,
    `sana (?:söylenen|verilen|öğretilen) her şeyi ${IGNORE}`,
  ],
  reveal: [
    `(?:bana |bize )?${PROMPT} (?:bana |bize |lütfen |tam olarak |aynen |kelimesi kelimesine ){0,2}${SHOW}`,
    'sistem (?:promptun|istemin|mesajın|talimatların)(?:ız)? (?:ne|nedir|neler|nelerdir)',
  ],
  jailbreak: [
    '(?:sen )?artık (?:dan\\b|(?:hiçbir )?(?:kısıtlaması|sınırı|filtresi|kuralı) olmayan (?:bir )?(?:yapay zeka|asistan|model|bot))(?:sın|sin|sınız)?',
    '(?:hiçbir )?(?:kısıtlama|sınırlama|filtre|sansür) olmadan (?:cevap ver|yanıt ver|yanıtla|davran|konuş)(?:in|ın)?',
    '(?:güvenlik )?(?:filtrelerini|kısıtlamalarını|sınırlamalarını|güvenlik kurallarını) (?:devre dışı bırak|kapat|aş|kaldır)(?:ın|in)?',
  ],
  discussion:
    'prompt.?injections?|prompt enjeksiyonu\\p{L}*|istem enjeksiyonu\\p{L}*|ne demek|anlamı\\p{L}*|cümle\\p{L}*|saldırı\\p{L}*|saldırgan\\p{L}*|çevir\\p{L}*|örne\\p{L}*|koru\\p{L}*|tespit\\p{L}*|engelle\\p{L}*|biri\\p{L}*|kullanıcı\\p{L}*',
};
