import type { Language } from '../config/chat.config.js';

/** What is said without asking the agent. */
export type Canned = 'greeting' | 'image' | 'unreadable';

/** For each language that Parley speaks. */
export const CANNED_SENTENCES: Readonly<Record<Language, Readonly<Record<Canned, string>>>> = {
  en: {
    greeting: 'Hello! How can I help you?',
    image: "Thanks for the picture. I can't look at pictures yet: please tell me in words what it is about.",
    unreadable: "Thank you. I can't read that yet: please write it to me as a message.",
  },
  de: {
    greeting: 'Hallo! Wie kann ich dir helfen?',
    image: 'Danke für das Bild. Bilder kann ich noch nicht ansehen: Bitte sag mir in Worten, worum es geht.',
    unreadable: 'Danke. Das kann ich noch nicht lesen: Bitte schreib es mir als Nachricht.',
  },
  fr: {
    greeting: 'Bonjour ! Comment puis-je vous aider ?',
    image:
      "Merci pour l'image. Je ne peux pas encore regarder les images : dites-moi en quelques mots de quoi il s'agit.",
    unreadable: "Merci. Je ne peux pas encore lire cela : écrivez-le-moi dans un message, s'il vous plaît.",
  },
  es: {
    greeting: '¡Hola! ¿En qué puedo ayudarte?',
    image: 'Gracias por la imagen. Todavía no puedo ver imágenes: cuéntame con palabras de qué se trata.',
    unreadable: 'Gracias. Todavía no puedo leer eso: escríbemelo en un mensaje, por favor.',
  },
  pt: {
    greeting: 'Olá! Como posso ajudar?',
    image: 'Obrigado pela imagem. Ainda não consigo ver imagens: diga-me por palavras do que se trata.',
    unreadable: 'Obrigado. Ainda não consigo ler isso: escreva-me numa mensagem, por favor.',
  },
  tr: {
    greeting: 'Merhaba! Size nasıl yardımcı olabilirim?',
    image: 'Resim için teşekkürler. Henüz resimlere bakamıyorum: lütfen konuyu sözle anlatın.',
    unreadable: 'Teşekkürler. Bunu henüz okuyamıyorum: lütfen bana mesaj olarak yazın.',
  },
  ur: {
    greeting: 'السلام علیکم! میں آپ کی کیا مدد کر سکتا ہوں؟',
    image: 'تصویر کا شکریہ۔ میں ابھی تصویریں نہیں دیکھ سکتا: براہ کرم لفظوں میں بتائیں کہ بات کیا ہے۔',
    unreadable: 'شکریہ۔ میں ابھی یہ نہیں پڑھ سکتا: براہ کرم مجھے پیغام میں لکھیں۔',
  },
  ar: {
    greeting: 'مرحبًا! كيف يمكنني مساعدتك؟',
    image: 'شكرًا على الصورة. لا أستطيع رؤية الصور بعد: من فضلك أخبرني بالكلمات عمّا تدور.',
    unreadable: 'شكرًا. لا أستطيع قراءة ذلك بعد: من فضلك اكتبه لي في رسالة.',
  },
};
