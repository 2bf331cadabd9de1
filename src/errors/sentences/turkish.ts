import type { Sentences } from '../error-codes.js';

export const turkish: Sentences = {
  invalid_request: 'Bu istekte bir sorun var. Lütfen kontrol edip tekrar deneyin.',
  message_too_long: 'Mesajınız çok uzun. Lütfen en fazla 10.000 karaktere kısaltın.',
  invalid_conversation_id: 'Bu konuşmanın kimliği geçerli değil. Lütfen kontrol edip tekrar deneyin.',
  malformed_json: 'Bu isteği okuyamadık. Lütfen geçerli bir JSON gönderin.',
  unauthenticated: 'Lütfen oturum açıp tekrar deneyin.',
  forbidden: 'Bunu yapma izniniz yok.',
  conversation_not_found: 'Bu konuşmayı bulamadık.',
  turn_not_found: 'Bu mesajı bulamadık.',
  not_found: 'Aradığınızı bulamadık.',
  method_not_allowed: 'Bu işlem burada yapılamaz.',
  conversation_busy: 'Önceki mesajınız hâlâ yanıtlanıyor. Lütfen birazdan tekrar deneyin.',
  request_timeout: 'İsteğinizin bize ulaşması çok uzun sürdü. Lütfen tekrar deneyin.',
  uri_too_long: 'Bu adres çok uzun.',
  headers_too_large: 'Bu isteğin başlıkları çok büyük.',
  payload_too_large: 'Bu istek çok büyük. Lütfen tek seferde daha az içerik gönderin.',
  unsupported_media_type: 'Bu biçimi okuyamıyoruz. Lütfen JSON gönderin.',
  idempotency_key_reused:
    'Bu idempotency anahtarı daha önce farklı bir istek için kullanıldı. Lütfen yenisini kullanın.',
  rate_limited: 'Çok hızlı mesaj gönderiyorsunuz. Lütfen biraz bekleyip tekrar deneyin.',
  internal_error: 'Bizim tarafımızda bir sorun oluştu. Lütfen birazdan tekrar deneyin.',
  agent_failed: 'Şu anda yanıt vermekte zorlanıyorum. Lütfen birazdan tekrar deneyin.',
  unavailable: 'Şu anda hizmet veremiyoruz. Lütfen kısa bir süre sonra tekrar deneyin.',
  agent_timeout: 'Yanıt vermem beklenenden uzun sürüyor. Lütfen birazdan tekrar deneyin.',
  refusal: 'Bu isteğinize yardımcı olamam. Size başka bir konuda yardımcı olabilir miyim?',
};
