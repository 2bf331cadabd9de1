import type { Sentences } from '../error-codes.js';

export const french: Sentences = {
  invalid_request: 'Cette demande comporte une erreur. Veuillez la vérifier et réessayer.',
  message_too_long: 'Votre message est trop long. Veuillez le raccourcir à 10 000 caractères au maximum.',
  invalid_conversation_id:
    "L'identifiant de cette conversation n'est pas valide. Veuillez le vérifier et réessayer.",
  malformed_json: "Nous n'avons pas pu lire cette demande. Veuillez envoyer du JSON valide.",
  unauthenticated: 'Veuillez vous connecter et réessayer.',
  forbidden: "Vous n'êtes pas autorisé à faire cela.",
  conversation_not_found: 'Cette conversation est introuvable.',
  turn_not_found: 'Ce message est introuvable.',
  message_not_found: 'Cette réponse est introuvable.',
  not_found: 'Ce que vous cherchez est introuvable.',
  method_not_allowed: "Cela n'est pas possible ici.",
  conversation_busy:
    'Votre message précédent est encore en cours de traitement. Veuillez réessayer dans un instant.',
  not_last_turn: 'Seule la dernière réponse d’une conversation peut être redonnée.',
  request_timeout: 'Votre demande a mis trop de temps à nous parvenir. Veuillez réessayer.',
  uri_too_long: 'Cette adresse est trop longue.',
  headers_too_large: 'Les en-têtes de cette demande sont trop volumineux.',
  payload_too_large: 'Cette demande est trop volumineuse. Veuillez en envoyer moins à la fois.',
  unsupported_media_type: 'Nous ne pouvons pas lire ce format. Veuillez envoyer du JSON.',
  idempotency_key_reused:
    "Cette clé d'idempotence a déjà servi pour une autre demande. Veuillez en utiliser une nouvelle.",
  rate_limited: 'Vous envoyez des messages très rapidement. Veuillez patienter un instant et réessayer.',
  internal_error: "Une erreur s'est produite de notre côté. Veuillez réessayer dans un instant.",
  agent_failed: "J'ai du mal à répondre pour le moment. Veuillez réessayer dans un instant.",
  unavailable: 'Nous ne sommes pas disponibles pour le moment. Veuillez réessayer sous peu.',
  agent_timeout: 'Je mets plus de temps que prévu. Veuillez réessayer dans un instant.',
  refusal: 'Je ne peux pas répondre à cette demande. Puis-je vous aider pour autre chose ?',
};
