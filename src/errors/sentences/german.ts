import type { Sentences } from '../error-codes.js';

export const german: Sentences = {
  invalid_request: 'An dieser Anfrage stimmt etwas nicht. Bitte prüfen Sie sie und versuchen Sie es erneut.',
  message_too_long: 'Ihre Nachricht ist zu lang. Bitte kürzen Sie sie auf höchstens 10.000 Zeichen.',
  invalid_conversation_id:
    'Die Kennung dieser Unterhaltung ist ungültig. Bitte prüfen Sie sie und versuchen Sie es erneut.',
  malformed_json: 'Wir konnten diese Anfrage nicht lesen. Bitte senden Sie gültiges JSON.',
  unauthenticated: 'Bitte melden Sie sich an und versuchen Sie es erneut.',
  forbidden: 'Dazu sind Sie nicht berechtigt.',
  conversation_not_found: 'Wir konnten diese Unterhaltung nicht finden.',
  turn_not_found: 'Wir konnten diese Nachricht nicht finden.',
  message_not_found: 'Wir konnten diese Antwort nicht finden.',
  not_found: 'Wir konnten nicht finden, was Sie suchen.',
  method_not_allowed: 'Das ist hier nicht möglich.',
  conversation_busy:
    'Ihre vorige Nachricht wird noch beantwortet. Bitte versuchen Sie es gleich noch einmal.',
  not_last_turn: 'Nur die letzte Antwort einer Unterhaltung kann noch einmal gegeben werden.',
  request_timeout: 'Ihre Anfrage hat zu lange gebraucht, um uns zu erreichen. Bitte versuchen Sie es erneut.',
  uri_too_long: 'Diese Adresse ist zu lang.',
  headers_too_large: 'Die Kopfzeilen dieser Anfrage sind zu groß.',
  payload_too_large: 'Diese Anfrage ist zu groß. Bitte senden Sie weniger auf einmal.',
  unsupported_media_type: 'Dieses Format können wir nicht lesen. Bitte senden Sie JSON.',
  idempotency_key_reused:
    'Dieser Idempotenzschlüssel wurde schon für eine andere Anfrage benutzt. Bitte verwenden Sie einen neuen.',
  rate_limited:
    'Sie senden sehr viele Nachrichten in kurzer Zeit. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  internal_error: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  agent_failed: 'Ich kann gerade nicht antworten. Bitte versuchen Sie es gleich noch einmal.',
  unavailable: 'Wir sind gerade nicht erreichbar. Bitte versuchen Sie es in Kürze erneut.',
  agent_timeout: 'Ich brauche länger als erwartet. Bitte versuchen Sie es gleich noch einmal.',
  refusal: 'Dabei kann ich nicht helfen. Kann ich sonst etwas für Sie tun?',
};
