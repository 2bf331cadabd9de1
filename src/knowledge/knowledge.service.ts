import { Injectable, Optional } from '@nestjs/common';
import type { Passage } from '../agent/agent-runner.js';
import { Settings } from '../config/settings.js';
import { KnowledgeRepository, type Topic } from './knowledge.repository.js';
import { type DocumentDraft, type NewDocument, readDocument, wholeDocument } from './new-document.js';
import { openWord, searchText, snippetOf } from './search-text.js';

/** Chunks of a lower score share only chance words with the question; 0 to 1. */
const MIN_SCORE = 0.3;
const SNIPPET_CHARACTERS = 200;

/** A Markdown text and where it came from. */
export interface MarkdownSource {
  readonly source: string;
  readonly markdown: string;
}

/** A passage with the document that it is from. */
export interface KnownPassage extends Passage {
  readonly documentId: string;
  readonly source: string;
}

export interface SearchOptions {
  readonly limit: number;
  /** What was spoken of before. */
  readonly topic?: Topic;
}

/** What is known: imports documents and finds the passages that fit a question. */
@Injectable()
export class KnowledgeService {
  /** Of texts that don't tell; ISO 639-1. */
  private readonly usualLanguage: string;

  constructor(
    private readonly knowledge: KnowledgeRepository,
    @Optional() settings?: Settings,
  ) {
    this.usualLanguage = settings?.chat.defaultLanguage ?? 'en';
  }

  /** Passages that fit, best first, at most `limit`; empty when nothing fits. Any text is a question. */
  async search(question: string, { limit, topic }: SearchOptions): Promise<KnownPassage[]> {
    const text = searchText(question);
    if (text === '') return [];
    const words = {
      text,
      openWord: openWord(question, text),
      topic: topic ? { ...topic, words: searchText(topic.words) } : null,
    };
    const found = await this.knowledge.findBest(words, { minScore: MIN_SCORE, limit });
    return found.map(({ content, score, ...chunk }) => ({
      ...chunk,
      snippet: snippetOf(content, SNIPPET_CHARACTERS),
      content,
      score: Math.round(score * 1000) / 1000,
    }));
  }

  /**
   * Imports the documents that are new or have changed, each one whole or not at all: a reader sees the old one or the new one.
   * Importing again changes nothing; several replicas may do it at once.
   */
  async importMarkdown(sources: readonly MarkdownSource[]): Promise<void> {
    const drafts = sources.map(({ source, markdown }) => wholeDocument(source, { content: markdown }));
    for (const draft of await this.knowledge.findChanged(drafts)) await this.save([draft]);
  }

  /** Stores documents in the place of older ones of their source and item, all or none; gives how many it changed. */
  async save(drafts: readonly DocumentDraft[]): Promise<number> {
    const documents: NewDocument[] = [];
    for (const draft of await this.knowledge.findChanged(drafts))
      documents.push(await readDocument(draft, this.usualLanguage));
    return documents.length === 0 ? 0 : this.knowledge.insertOrReplace(documents);
  }
}
