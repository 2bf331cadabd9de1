import type { CallToolResult } from '@modelcontextprotocol/client';
import { isRecord } from './tool-call.js';

/** What a model that reads text is told of a result: its texts, and a word for everything that is none. Never empty. */
export function textOfResult({ content, structuredContent }: CallToolResult): string {
  const text = content.map(textOf).filter(Boolean).join('\n');
  if (text !== '') return text;
  return structuredContent === undefined ? '(nothing)' : JSON.stringify(structuredContent);
}

function textOf(block: CallToolResult['content'][number]): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'resource_link':
      return `${block.name}: ${block.uri}`;
    case 'resource':
      return textIn(block.resource) ?? `[${block.resource.uri}]`;
    default:
      return `[${block.type}, ${block.mimeType}]`;
  }
}

function textIn(resource: unknown): string | null {
  return isRecord(resource) && typeof resource['text'] === 'string' ? resource['text'] : null;
}
