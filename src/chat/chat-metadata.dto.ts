import { ApiProperty } from '@nestjs/swagger';
import { INTENTS, type Intent } from '../pipeline/pipeline-context.js';

/** A passage that the answer rests on. */
export class SourceDto {
  title: string;
  url?: string;
  snippet: string;
  /** How well it fits the question. */
  @ApiProperty({ format: 'double', minimum: 0, maximum: 1 })
  score: number;
}

/** Time in each stage of the pipeline, in ms to two decimals; 0 where the turn had no need of it. */
export class StageTimingDto {
  /** Whether the message attacks the instructions. */
  @ApiProperty({ format: 'double', minimum: 0 })
  screen: number;
  @ApiProperty({ format: 'double', minimum: 0 })
  language: number;
  @ApiProperty({ format: 'double', minimum: 0 })
  intent: number;
  /** Looking up what the knowledge base says. */
  @ApiProperty({ format: 'double', minimum: 0 })
  knowledge: number;
  @ApiProperty({ format: 'double', minimum: 0 })
  agent: number;
  /** Taking out of the answer what must not be said. */
  @ApiProperty({ format: 'double', minimum: 0 })
  guard: number;
}

/** How long the turn took, in whole milliseconds. */
export class TimingDto {
  /** From acceptance to the answer. */
  total_ms: number;
  /** Waiting for earlier turns of the conversation, the storing of the message included. */
  queue_ms: number;
  /** In the agent; 0 where it was not asked. */
  agent_ms: number;
  stages_ms: StageTimingDto;
}

/** What the model counted; null where it did not say. */
export class UsageDto {
  input_tokens: number | null;
  output_tokens: number | null;
}

/** What the model's tokens cost by the prices that are set. */
export class CostDto {
  @ApiProperty({ format: 'double', minimum: 0 })
  amount: number;
  /** As AGENT_PRICE_CURRENCY says. */
  currency: string;
}

/** What is known of an answer; what is unknown is null or an empty list. */
export class ChatMetadataDto {
  @ApiProperty({ enum: INTENTS, description: 'What the message is about; `blocked` was not answered.' })
  intent: Intent;
  /** ISO 639-1 code of the answer's language. */
  language: string;
  /** Best first. */
  sources: SourceDto[];
  timing: TimingDto;
  usage: UsageDto;
  /** Null where no prices are set. */
  cost: CostDto | null;
  /** Name of the model; null where none was asked. */
  model: string | null;
  turn_id: string;
  /** True: the answer was longer than AGENT_MAX_ANSWER_CHARACTERS and is cut. */
  truncated?: boolean;
  /** True: the message looks like an attack on the instructions, and INJECTION_POLICY is `flag`. */
  flagged?: boolean;
}
