import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  "(?:ignore|disregard|forget|override|bypass|discard|(?:do not|don't|dont|stop) (?:follow|following|obey|obeying))";
const WORDS = "(?:(?!my |our |his |her |their |what |how )[\\p{L}'-]{1,20} ){0,4}";
const EARLIER = '(?:previous|prior|earlier|above|preceding|foregoing|initial|original|system)';
const ORDERS = '(?:instructions?|directions|directives?|prompts?)';
const RULES =
  '(?:instructions?|directives?|prompts?|rules|guidelines|commands|orders|programming|training|constraints)';
const GIVEN =
  '(?:above|before this|you (?:were|have been|had been|got|received)(?: given| told)?|from the system|of the system)';
/** The caller corrects what the caller said, or speaks of the instructions of some other thing. */
const NOT_A_CORRECTION =
  '(?! (?:for|about|on) )(?! (?:of|in) (?:my|our) )(?! (?:i|we) (?:gave|sent|wrote|told|typed))(?![,.;:!-]* (?:i (?:meant|made|was|mistyped|wanted)|it was|that was|they were|sorry|my (?:mistake|bad)))';
const SHOW =
  '(?:reveal|show|print|display|output|repeat|tell|give|share|leak|expose|dump|recite|disclose|write|send|list|copy|paste|translate|summari[sz]e|encode|echo|return|say|spell out|write out|type out|print out|read out|read)';
const HIDDEN =
  '(?:full|entire|complete|exact|original|hidden|secret|initial|internal|confidential|whole|current|own|first|real)';
const PROMPT =
  '(?:(?:system|initial|hidden|secret|developer|original|internal)[ -]?(?:prompts?|messages?|instructions?)|pre-?prompt)';
const END_OF_ORDER =
  '(?= ?(?:$|[.!?,;:)\\n"\'`-])| (?:to me|verbatim|word for word|exactly|above|now|please|and|in|as|that you|you (?:were|have|got)))';

export const english: InjectionLanguage = {
  leadIns:
    "(?:please|now|kindly|just|simply|and|then|first|instead|so|but|ok|okay|hey|hi|hello|assistant|ai|chatgpt|bot|must|should|will|shall|need to|have to|are to|want you to|like you to|order you to|command you to|instruct you to|ask you to|can you|could you|would you|will you|from now on|immediately|important|attention|let's|lets|and also)",
  override: [
    `${IGNORE} ${WORDS}${EARLIER} ${WORDS}${ORDERS}${NOT_A_CORRECTION}`,
    `${IGNORE} (?:all|any|every) (?:[\\p{L}-]{1,20} ){0,2}(?:previous|prior|earlier|above|preceding) ${RULES}(?! of | for | in | about )`,
    `${IGNORE} (?:all |any |the |every |each |these |those |your |of ){1,4}${ORDERS} (?:that )?(?:were )?${GIVEN}`,
    `${IGNORE} (?:all |any |every |each )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}${RULES}(?! (?:for|about|on) )`,
    'ignore(?:all|any)?(?:the|your|of)*(?:previous|prior|above|earlier)(?:instructions|prompts?|rules)',
    `${IGNORE} (?:all|everything|anything) (?:that )?you (?:were|have been|had been|ve been|'ve been) (?:told|given|taught|instructed|trained)`,
    `${IGNORE} (?:all|everything|anything|whatever) (?:(?:that )?(?:is |was |came )?)?(?:above|before this|prior to this)[ ,.;:!-]*(?:and|then|instead|you are|say|print|output|reveal|tell|respond|reply|act)`,
    'your (?:new|real|actual|only|updated) (?:instructions?|task|orders?|directives?|role) (?:is|are)(?: now)?(?::| to)',
    'new (?:system )?(?:instructions?|directives?) (?:override|replace|supersede)',
  ],
  reveal: [
    `${SHOW} (?:me |us |out |back |to me )?(?:all |all of )?(?:your )(?:${HIDDEN} ){0,3}${PROMPT}(?! (?:setting|option|variable|feature|field|limit|length|size|template|example|editor|support|format|docs|documentation))`,
    `${SHOW} (?:me |us |out |back |to me )?(?:all |all of )?(?:the )(?:${HIDDEN} ){0,3}${PROMPT}${END_OF_ORDER}`,
    `${SHOW} (?:me |us )?(?:all |all of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:hidden|secret|confidential) (?:instructions?|prompts?|rules|guidelines|directives?|configuration)`,
    `${SHOW} (?:me |us )?(?:all |all of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:internal|original|initial) (?:instructions?|prompts?)`,
    `(?:what is|what's|whats|what are|what was|what were|what does) (?:in )?your (?:${HIDDEN} ){0,3}${PROMPT}(?: say)?${END_OF_ORDER}`,
    'what (?:instructions|rules|prompt) (?:were|was|have|had) you (?:been )?(?:given|told)',
    `(?:repeat|print|output|recite|copy|echo) (?:back )?(?:all |everything|all of )?(?:(?:the |of the )?(?:words|text|content|lines|messages?)? ?)?(?:above|before this)(?: this)?[ ,]*(?:message |line |text |prompt )?(?:verbatim|word for word|starting with|beginning with|in a code block|exactly|and put)`,
    `${SHOW} (?:me |us )?(?:the )?(?:text|words|instructions|prompt) (?:you were given|at the (?:start|beginning|top) of (?:this|the|our) (?:conversation|chat|prompt|context))`,
  ],
  jailbreak: [
    '(?:you are|you re|act as|pretend to be|become|be|roleplay as|simulate) (?:now |going to be )?(?:dan\\b|d\\.a\\.n|an? (?:ai|model|assistant|chatbot|bot|llm)? ?(?:[\\p{L}-]{1,20} ){0,4}(?:without|with no|free (?:of|from)) (?:any )?(?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|filters?|rules|limits|limitations|guidelines|censorship|safety))',
    'you (?:can|will|are going to) (?:now )?do anything now',
    'you (?:are|re) (?:now |hereby )?(?:no longer|not) (?:bound|restricted|limited|constrained) by',
    "(?:pretend|imagine|act like|act as if|assume) (?:that )?you (?:have|had|are|were|do not have|dont have|don't have) (?:no|without|free of|free from|not bound by|any) (?:[\\p{L}-]{1,20} ){0,3}(?:restrictions?|filters?|rules|limits|limitations|guidelines|safety|censorship|ethics)",
    '(?:respond|answer|reply|speak|act|operate|continue) (?:to (?:me|everything|all) )?(?:without|with no) (?:any )?(?:of your )?(?:[\\p{L}-]{1,20} ){0,2}(?:restrictions|filters|safety|guidelines|censorship|content policy)',
    '(?:disable|bypass|turn off|switch off|remove|deactivate|drop|override|ignore|circumvent) (?:all )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|filters?|safety|safeguards|guardrails|guidelines|content policy|censorship|limitations)',
    '(?:you are|you re|you have) (?:now )?(?:in |entered |switched to |entering )(?:developer|debug|god|admin|dan|jailbreak|unrestricted|sudo) mode',
    '(?:enter|enable|activate|switch to) (?:dan|jailbreak|god|unrestricted|unfiltered) mode',
  ],
  discussion:
    'prompt.?injections?|jailbreak(?:s|ing)|phrases?|sentences?|mean(?:s|ing)?|translat(?:e|ion)|attack(?:s|ers?)?|detect|protect|filter|block(?:s|ed)?|examples?|explain|defend|users? (?:write|type|say|send|enter)s?|someone|guards?|security|why (?:is|does|do|was|did)|happens? (?:if|when)|article|paper',
};
