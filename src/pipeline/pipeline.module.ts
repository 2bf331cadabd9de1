import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { AgentStage } from './agent.stage.js';
import { EnrichmentStage } from './enrichment.stage.js';
import { IntentStage } from './intent.stage.js';
import { KnowledgeStage } from './knowledge.stage.js';
import { LanguageStage } from './language.stage.js';
import { OutputGuardStage } from './output-guard.stage.js';
import { PipelineOrchestrator } from './pipeline-orchestrator.service.js';
import { ScreenStage } from './screen.stage.js';
import { TurnEnricher } from './turn-enricher.service.js';

const ENRICHMENTS = [LanguageStage, IntentStage, KnowledgeStage];

/** The thinking: everything between a message and its answer. */
@Module({
  imports: [AgentModule, KnowledgeModule],
  providers: [
    ...ENRICHMENTS,
    // In the order in which they run: the knowledge lookup asks what the intent is.
    { provide: EnrichmentStage, useFactory: (...stages: EnrichmentStage[]) => stages, inject: ENRICHMENTS },
    ScreenStage,
    TurnEnricher,
    AgentStage,
    OutputGuardStage,
    PipelineOrchestrator,
  ],
  exports: [PipelineOrchestrator],
})
export class PipelineModule {}
