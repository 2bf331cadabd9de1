import type { Language } from '../config/chat.config.js';

type Sentences = Readonly<Record<Language, string>>;

const greeting: Sentences = {
  en: 'Hello! What would you like to know?',
  de: 'Hallo! Was möchtest du wissen?',
  fr: 'Bonjour ! Que souhaitez-vous savoir ?',
  es: '¡Hola! ¿Qué te gustaría saber?',
  pt: 'Olá! O que você gostaria de saber?',
  tr: 'Merhaba! Ne öğrenmek istersiniz?',
  ur: 'السلام علیکم! آپ کیا جاننا چاہتے ہیں؟',
  ar: 'مرحبًا! ماذا تود أن تعرف؟',
};

const thanks: Sentences = {
  en: "You're welcome! Is there anything else I can help with?",
  de: 'Gern geschehen! Kann ich sonst noch helfen?',
  fr: 'Avec plaisir ! Puis-je vous aider pour autre chose ?',
  es: '¡De nada! ¿Puedo ayudarte en algo más?',
  pt: 'De nada! Posso ajudar em mais alguma coisa?',
  tr: 'Rica ederim! Yardımcı olabileceğim başka bir şey var mı?',
  ur: 'خوش آمدید! کیا میں کسی اور چیز میں مدد کر سکتا ہوں؟',
  ar: 'على الرحب والسعة! هل يمكنني مساعدتك في شيء آخر؟',
};

const goodbye: Sentences = {
  en: 'Goodbye! Come back whenever you have a question.',
  de: 'Auf Wiedersehen! Komm gern wieder, wenn du eine Frage hast.',
  fr: 'Au revoir ! Revenez quand vous aurez une question.',
  es: '¡Adiós! Vuelve cuando tengas una pregunta.',
  pt: 'Até logo! Volte quando tiver uma pergunta.',
  tr: 'Hoşça kalın! Sorunuz olduğunda yine beklerim.',
  ur: 'خدا حافظ! جب بھی کوئی سوال ہو، دوبارہ تشریف لائیں۔',
  ar: 'إلى اللقاء! عد متى كان لديك سؤال.',
};

const help: Sentences = {
  en: 'Ask me a question in your own words, and I answer from the knowledge base and name my sources. For example: "How do I start Parley?"',
  de: 'Stell mir eine Frage in deinen eigenen Worten. Ich antworte aus der Wissensdatenbank und nenne meine Quellen. Zum Beispiel: „How do I start Parley?“',
  fr: 'Posez-moi une question avec vos propres mots : je réponds à partir de la base de connaissances et je cite mes sources. Par exemple : « How do I start Parley? »',
  es: 'Hazme una pregunta con tus propias palabras: respondo con la base de conocimientos y cito mis fuentes. Por ejemplo: «How do I start Parley?»',
  pt: 'Faça uma pergunta com as suas palavras: respondo a partir da base de conhecimento e cito as minhas fontes. Por exemplo: "How do I start Parley?"',
  tr: 'Bana kendi sözlerinizle bir soru sorun; bilgi tabanından yanıtlar ve kaynaklarımı belirtirim. Örneğin: "How do I start Parley?"',
  ur: 'اپنے الفاظ میں سوال پوچھیں، میں معلومات کے ذخیرے سے جواب دوں گا اور اپنے ذرائع بتاؤں گا۔ مثلاً: "How do I start Parley?"',
  ar: 'اطرح سؤالك بكلماتك، وسأجيب من قاعدة المعرفة مع ذكر مصادري. مثلًا: "How do I start Parley?"',
};

const smalltalk: Sentences = {
  en: "I'm an automated assistant, and I'm glad to chat. I'm at my best with questions about what is in my knowledge base.",
  de: 'Ich bin ein automatischer Assistent und freue mich über die Unterhaltung. Am besten bin ich bei Fragen zu dem, was in meiner Wissensdatenbank steht.',
  fr: 'Je suis un assistant automatique, ravi de discuter. Je suis surtout utile pour les questions couvertes par ma base de connaissances.',
  es: 'Soy un asistente automático y me alegra conversar. Lo que mejor hago es responder preguntas sobre mi base de conocimientos.',
  pt: 'Sou um assistente automático e gosto de conversar. O que faço melhor é responder a perguntas sobre a minha base de conhecimento.',
  tr: 'Ben otomatik bir asistanım ve sohbet etmekten memnunum. En çok, bilgi tabanımdaki konularla ilgili sorularda yardımcı olurum.',
  ur: 'میں ایک خودکار معاون ہوں اور بات چیت کر کے خوشی ہوئی۔ میں اپنے معلومات کے ذخیرے سے متعلق سوالوں میں سب سے زیادہ مدد کر سکتا ہوں۔',
  ar: 'أنا مساعد آلي ويسعدني الحديث معك. أفضل ما أفعله هو الإجابة عن الأسئلة التي تغطيها قاعدة معرفتي.',
};

const humanHandoff: Sentences = {
  en: "I understand that you'd like to talk to a person. I'm an automated assistant and can't connect you from here; please contact the team that runs this service.",
  de: 'Ich verstehe, dass du mit einem Menschen sprechen möchtest. Ich bin ein automatischer Assistent und kann dich von hier aus nicht verbinden; bitte wende dich an das Team, das diesen Dienst betreibt.',
  fr: "Je comprends que vous souhaitiez parler à une personne. Je suis un assistant automatique et ne peux pas vous mettre en relation d'ici ; veuillez contacter l'équipe qui gère ce service.",
  es: 'Entiendo que quieres hablar con una persona. Soy un asistente automático y no puedo comunicarte desde aquí; ponte en contacto con el equipo que gestiona este servicio.',
  pt: 'Entendo que você queira falar com uma pessoa. Sou um assistente automático e não posso transferir você daqui; entre em contato com a equipe responsável por este serviço.',
  tr: 'Bir insanla görüşmek istediğinizi anlıyorum. Ben otomatik bir asistanım ve sizi buradan bağlayamam; lütfen bu hizmeti yöneten ekiple iletişime geçin.',
  ur: 'میں سمجھتا ہوں کہ آپ کسی انسان سے بات کرنا چاہتے ہیں۔ میں ایک خودکار معاون ہوں اور یہاں سے رابطہ نہیں کرا سکتا؛ براہِ کرم اس سروس کو چلانے والی ٹیم سے رابطہ کریں۔',
  ar: 'أفهم أنك تود التحدث مع شخص. أنا مساعد آلي ولا أستطيع تحويلك من هنا؛ يُرجى التواصل مع الفريق الذي يدير هذه الخدمة.',
};

/** What the embedded agent says to an intent that needs no knowledge. */
export const SMALL_TALK: ReadonlyMap<string, Sentences> = new Map([
  ['greeting', greeting],
  ['thanks', thanks],
  ['goodbye', goodbye],
  ['help', help],
  ['smalltalk', smalltalk],
  ['human_handoff', humanHandoff],
]);

/** What the embedded agent says when nothing that it knows fits. */
export const UNKNOWN: Sentences = {
  en: "I don't know: I found nothing about that in my knowledge base. Could you put the question another way?",
  de: 'Das weiß ich nicht: In meiner Wissensdatenbank habe ich dazu nichts gefunden. Magst du die Frage anders stellen?',
  fr: "Je ne sais pas : je n'ai rien trouvé à ce sujet dans ma base de connaissances. Pouvez-vous poser la question autrement ?",
  es: 'No lo sé: no encontré nada sobre eso en mi base de conocimientos. ¿Puedes hacer la pregunta de otra manera?',
  pt: 'Não sei: não encontrei nada sobre isso na minha base de conhecimento. Você pode fazer a pergunta de outra forma?',
  tr: 'Bilmiyorum: bilgi tabanımda bununla ilgili bir şey bulamadım. Soruyu başka şekilde sorabilir misiniz?',
  ur: 'مجھے معلوم نہیں: میرے معلومات کے ذخیرے میں اس بارے میں کچھ نہیں ملا۔ کیا آپ سوال کسی اور طرح پوچھ سکتے ہیں؟',
  ar: 'لا أعرف: لم أجد شيئًا عن ذلك في قاعدة معرفتي. هل يمكنك طرح السؤال بطريقة أخرى؟',
};
