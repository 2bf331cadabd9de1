import type { Sentences } from '../error-codes.js';

export const spanish: Sentences = {
  invalid_request: 'Hay algo incorrecto en esta solicitud. Revísela e inténtelo de nuevo.',
  message_too_long: 'Su mensaje es demasiado largo. Acórtelo a 10 000 caracteres como máximo.',
  invalid_conversation_id:
    'El identificador de esta conversación no es válido. Revíselo e inténtelo de nuevo.',
  malformed_json: 'No hemos podido leer esta solicitud. Envíe un JSON válido.',
  unauthenticated: 'Inicie sesión e inténtelo de nuevo.',
  forbidden: 'No tiene permiso para hacer eso.',
  conversation_not_found: 'No hemos encontrado esta conversación.',
  turn_not_found: 'No hemos encontrado este mensaje.',
  not_found: 'No hemos encontrado lo que busca.',
  method_not_allowed: 'Eso no es posible aquí.',
  conversation_busy: 'Todavía estamos respondiendo a su mensaje anterior. Inténtelo de nuevo en un momento.',
  request_timeout: 'Su solicitud ha tardado demasiado en llegar. Inténtelo de nuevo.',
  uri_too_long: 'Esta dirección es demasiado larga.',
  headers_too_large: 'Las cabeceras de esta solicitud son demasiado grandes.',
  payload_too_large: 'Esta solicitud es demasiado grande. Envíe menos contenido de una vez.',
  unsupported_media_type: 'No podemos leer este formato. Envíe JSON.',
  idempotency_key_reused: 'Esta clave de idempotencia ya se usó para otra solicitud. Utilice una nueva.',
  rate_limited: 'Está enviando mensajes muy rápido. Espere un momento e inténtelo de nuevo.',
  internal_error: 'Algo ha fallado por nuestra parte. Inténtelo de nuevo en un momento.',
  agent_failed: 'Ahora mismo tengo problemas para responder. Inténtelo de nuevo en un momento.',
  unavailable: 'En este momento no estamos disponibles. Inténtelo de nuevo en breve.',
  agent_timeout: 'Estoy tardando más de lo previsto. Inténtelo de nuevo en un momento.',
  refusal: 'No puedo ayudarle con esa petición. ¿Puedo ayudarle en otra cosa?',
};
