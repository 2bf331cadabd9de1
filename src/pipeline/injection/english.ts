import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  "(?:ignore|disregard|forget|override|bypass|discard|disobey|abandon|drop|set aside|put aside|leave aside|pay no attention to|(?:do not|don't|dont|stop|never) (?:follow|following|obey|obeying))";
const WORDS = "(?:(?!my |our |his |her |their |what |how )[\\p{L}'-]{1,20} ){0,5}";
/** Other ways to be rid of rules; where the rules are not the model's own, they may mean an order in a shop. */
const REVOKE = '(?:revoke|cancel|scrap|reject|break|violate|breach|dismiss|delete|erase|throw (?:away|out))';
const EARLIER = '(?:previous|prior|earlier|above|preceding|foregoing|initial|original|system)';
const ORDERS = '(?:instructions?|directions|directives?|prompts?)';
const RULES =
  '(?:instructions?|directives?|prompts?|rules?|guidelines|commands|programming|training|constraints|criteria)';
const GIVEN =
  '(?:above|before this|you (?:were|have been|had been|got|received)(?: given| told)?|from the system|of the system)';
const MAKERS = '(?:developers?|creators?|makers?|operators?|owners?|programmers?|system)';
/** The caller corrects what the caller said, or speaks of the instructions of some other thing. */
const NOT_A_CORRECTION =
  '(?! (?:for|about|on) )(?! (?:of|in) (?:my|our) )(?! (?:i|we) (?:gave|sent|wrote|told|typed))(?![,.;:!-]{0,5} (?:i (?:meant|made|was|mistyped|wanted)|it was|that was|they were|sorry|my (?:mistake|bad)))';
const SHOW =
  '(?:reveal|show|print|display|output|repeat|tell|give|share|leak|expose|dump|recite|disclose|write|send|list|copy|paste|translate|summari[sz]e|tl;?dr|encode|echo|return|say|spell out|write out|type out|print out|read out|read|quote|cite|describe|provide)';
const HIDDEN =
  '(?:full|entire|complete|exact|original|hidden|secret|initial|internal|confidential|whole|current|own|first|real)';
const PROMPT =
  '(?:(?:system|initial|hidden|secret|developer|original|internal)[ -]?(?:prompts?|messages?|instructions?)|pre-?prompt)';
const END_OF_ORDER =
  '(?= ?(?:$|[.!?,;:)\\n"\'`-])| (?:to me|verbatim|word for word|exactly|above|now|please|and|in|as|that you|you (?:were|have|got)))';
const NO_LIMITS =
  '(?:(?:no|zero|without|without any|free of|free from|not bound by|has no|have no|had no|with no|with zero) (?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|filters?|rules|limits|limitations|guidelines|safety|censorship|ethics|morals)|(?:never|not) refuses?|(?:breaks|ignores) all|can do anything now)';
const ROLE =
  '(?:an? |the )?(?:[\\p{L}-]{1,20} ){0,3}?(?:ai|model|assistant|chatbot|bot|llm|gpt|persona|character)';

export const english: InjectionLanguage = {
  leadIns:
    "(?:please|now|kindly|just|simply|and|then|first|instead|so|but|ok|okay|hey|hi|hello|assistant|ai|chatgpt|bot|must|should|will|shall|need to|have to|are to|want you to|like you to|order you to|command you to|instruct you to|ask you to|can you|could you|would you|will you|from now on|immediately|important|attention|let's|lets|and also|going to|i hereby)",
  override: [
    `${IGNORE} ${WORDS}${EARLIER} ${WORDS}${ORDERS}${NOT_A_CORRECTION}`,
    `${IGNORE} (?:all|any|every) (?:[\\p{L}-]{1,20} ){0,2}(?:previous|prior|earlier|above|preceding) ${RULES}(?! of | for | in | about )`,
    `${IGNORE} (?:all |any |the |every |each |these |those |your |of ){1,4}${ORDERS} (?:that )?(?:were )?${GIVEN}`,
    `(?:${IGNORE}|${REVOKE}) (?:all |any |the |every |each |those |your ){1,3}${RULES} (?:that )?(?:came before|you (?:were|have been|had been) given|(?:you (?:got|received|have) )?from (?:your|the) ${MAKERS})`,
    `${REVOKE} (?:all )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|directives|rules|guidelines|programming|system prompt)(?! (?:for|about|on) )`,
    '(?:ignore|disregard|forget) (?:the |everything |all )?above and (?:instead )?(?:output|print|say|reveal|tell me (?:what )?your)',
    'new (?:system )?instructions?: ?(?:from now on,? you (?:answer|respond|reply|must|will|only|are)|ignore|disregard|always answer|answer every)',
    `${IGNORE} (?:all |any |every |each )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}${RULES}(?! (?:for|about|on) )`,
    `${IGNORE} (?:what|whatever|everything|all) (?:that )?(?:the|your) ${MAKERS} (?:has |have |had )?(?:told|said|gave|ordered|instructed)`,
    `(?:do not|don't|dont|stop|never) (?:obey|follow)(?:ing)? the system message`,
    'ignore(?:all|any)?(?:the|your|of){0,3}(?:previous|prior|above|earlier)(?:instructions|prompts?|rules)',
    `${IGNORE} (?:all|everything|anything) (?:that )?you (?:were|have been|had been|ve been|'ve been) (?:told|given|taught|instructed|trained)`,
    `${IGNORE} (?:all|everything|anything|whatever) (?:(?:that )?(?:is |was |came )?)?(?:above|before this|prior to this)[ ,.;:!-]{0,5}(?:and|then|instead|you are|say|print|output|reveal|tell|respond|reply|act)`,
    '(?:whatever|everything|all) (?:that )?you (?:were|have been) (?:told|taught|instructed)(?: [\\p{L}]{1,20}){0,3}, (?:forget|ignore|disregard) it',
    'never mind what you (?:were|have been) told',
    '(?:put|place) (?:all )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|rules|guidelines) (?:on hold|aside|away|to one side)',
    '(?:treat|consider|regard) (?:all |every |each |any )?(?:of )?(?:your |the )?(?:[\\p{L}-]{1,20} ){0,2}(?:rules?|instructions?|guidelines?|restrictions?) as (?:deleted|void|cancell?ed|removed|lifted|null|invalid)',
    "you (?:do not|don't|no longer) (?:have|need) to (?:follow|obey|respect|comply with|stick to) (?:any |all )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:rules|instructions|guidelines|restrictions|policies)",
    '(?:ai|llm) (?:agents?|models?|assistants?) (?:must|should|have to|need to) (?:forget|ignore|disregard) (?:all )?(?:their|its|your) (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|rules|guidelines)',
    'your (?:new|real|actual|only|updated) (?:instructions?|task|orders?|directives?|role) (?:is|are)(?: now)?(?::| to)',
    'new (?:system )?(?:instructions?|directives?) (?:override|replace|supersede)',
    `(?:all |any |the )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions?|directives?|rules|guidelines|programming|system prompt) (?:is|are|have been|has been) (?:now |hereby )?(?:void|null|cancell?ed|suspended|revoked|lifted|overridden|obsolete|deleted|erased|superseded)`,
    `(?:(?:your|all|the) (?:[\\p{L}-]{1,20} ){0,2}?)?(?:previous|prior|earlier|above) ${ORDERS} (?:(?:are|is|were|have been|has been) )?(?:now |hereby |all )?(?:void|null|cancell?ed|suspended|revoked|overridden|obsolete|superseded)`,
    `(?:your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|rules|guidelines)|(?:the|all) (?:previous|prior|above) ${ORDERS}) (?:no longer|do not|don't) apply(?: any ?more| to you| now)?(?= ?(?:$|[.!;\\n]))`,
  ],
  reveal: [
    `${SHOW} (?:me |us |out |back |to me )?(?:all |all of )?(?:your )(?:${HIDDEN} ){0,3}${PROMPT}(?! (?:setting|option|variable|feature|field|limit|length|size|template|example|editor|support|format|docs|documentation))`,
    `${SHOW} (?:me |us |out |back |to me )?(?:all |all of )?(?:the )(?:${HIDDEN} ){0,3}${PROMPT}${END_OF_ORDER}`,
    `${SHOW} (?:me |us )?(?:all |all of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:hidden|secret|confidential) (?:instructions?|prompts?|rules|guidelines|directives?|configuration)`,
    `${SHOW} (?:me |us )?(?:all |all of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:internal|original|initial) (?:instructions?|prompts?)`,
    `${SHOW} (?:me |us )?(?:all |all of )?your (?:(?:full|entire|complete|whole|exact) (?:instructions|prompt)|prompt)(?= ?(?:$|[.!?,;\\n])| (?:here|now|please|verbatim))`,
    `${SHOW} (?:me |us )?your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|guidelines|rules|prompt)(?: [\\p{L}-]{1,20}){0,5}[ ,]{0,2}(?:verbatim|word for word|line by line|letter by letter)`,
    `(?:what is|what's|whats|what are|what was|what were|what does|what do) (?:in )?your (?:very )?(?:${HIDDEN} ){0,3}${PROMPT}(?: say)?${END_OF_ORDER}`,
    '(?:what is|what are|what were) your (?:very )?(?:first|initial|original|exact) (?:instructions|directives|prompt)(?! for| on| about)',
    '(?:what|which) (?:instructions|rules|prompt) (?:were|was|have|had) you (?:been )?(?:given|told)',
    `what did (?:the|your) ${MAKERS} (?:tell|instruct|order|ask) you to (?:do|say|hide)`,
    '(?:print|output|dump|leak|reveal|expose|disclose|recite) your (?:[\\p{L}-]{1,20} ){0,2}(?:instructions|prompt|configuration|guidelines)(?= ?(?:$|[.!?,;\\n])| and)',
    `${SHOW} (?:me |us )?the (?:prompt|instructions|rules) (?:that|which) (?:define|control|configure|govern|guide)s? your?`,
    `(?:tell|show|give) (?:me|us) what your (?:${HIDDEN} ){0,3}(?:${PROMPT}|instructions) (?:was|were|is|are|says?)`,
    `${SHOW} (?:me |us )?your (?:[\\p{L}-]{1,20} ){0,2}instructions (?:to (?:me|us) )?(?:in|as|using) (?:morse|base64|hex|rot13|binary|json|yaml|code|reverse)`,
    `${SHOW} (?:me |us )?your (?:initiali[sz]ation|preamble|start-?up) (?:text|prompt|message|instructions)`,
    `${SHOW} (?:me |us )?the (?:text|words|messages?) (?:that|which) (?:precedes?|comes? before|came before|stands? before) (?:this|our) (?:conversation|chat)`,
    'what was the (?:very )?first thing (?:that )?you were told',
    '(?:can|may|could) i (?:see|read|have|get) your (?:system |full |hidden |initial )?(?:prompt|system message)(?= ?(?:$|[.!?,;\\n]))',
    `(?:start|begin) (?:your|the) (?:answer|reply|response) with (?:[\\p{L}-]{1,20} ){0,5}your (?:system )?(?:prompt|instructions)`,
    '(?:complete|continue|finish) (?:the|this) (?:sentence|text|phrase)[ :,"\']{1,4}(?:my|your) (?:system|initial|hidden) (?:prompt|instructions?)',
    `(?:repeat|print|output|recite|copy|echo) (?:back )?(?:all |everything |all of )?(?:(?:the |of the )?(?:words|text|content|lines|messages?)? ?)?(?:above|before this)(?: this)?[ ,]{0,2}(?:message |line |text |prompt )?(?:verbatim|word for word|starting with|beginning with|in a code block|exactly|and put)`,
    `${SHOW} (?:me |us )?(?:everything|all|all text|all the text|the text) (?:that |which )?(?:precedes|came before|comes before|stands before|stands above) (?:this|my)`,
    `${SHOW} (?:me |us )?(?:all )?(?:of )?(?:the )?(?:text|words|instructions|prompt|rules|guidelines) (?:that )?(?:you were given|you have been given|at the (?:start|beginning|top) of (?:this|the|our) (?:conversation|chat|prompt|context))`,
    `${SHOW} (?:me |us )?the (?:very )?first message(?: [\\p{L}-]{1,20}){0,5},? including [^.!?\\n]{0,40}(?:can ?not|can't|hidden|system)`,
  ],
  jailbreak: [
    '(?:you are|you re|act as|pretend to be|become|be|roleplay as|simulate) (?:now |going to be )?(?:dan\\b|d\\.a\\.n|an? (?:ai|model|assistant|chatbot|bot|llm)? ?(?:[\\p{L}-]{1,20} ){0,4}(?:without|with no|free (?:of|from)) (?:any )?(?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|filters?|rules|limits|limitations|guidelines|censorship|safety))',
    `(?:you are(?: now)?|act as|act like|pretend to be|become|roleplay as|simulate|stay in character as|speak as|answer as|respond as|imagine|play) (?:[\\p{L}\\d-]{1,20}, )?${ROLE},? (?:[\\p{L}'-]{1,20},? ){0,6}?${NO_LIMITS}`,
    `(?:answer|respond|reply|speak|continue|act) as (?:dan|stan|dude)(?=[.!?,;]|$| (?:who|with|and|would)\\b)`,
    'you (?:can|will|are going to) (?:now )?do anything now',
    'you are (?:now )?[\\p{L}]{0,15}gpt,? (?:and )?(?:you )?(?:can|will|may) say (?:anything|everything)',
    '(?:respond|answer|reply|speak|write) (?:as|like) (?:an? )?(?:uncensored|unfiltered|unrestricted|jailbroken|amoral|evil) (?:model|ai|assistant|bot|chatbot)',
    'you are (?:now )?[\\p{L}\\d-]{1,20}, (?:and )?(?:free (?:of|from)|not bound by|unbound by) (?:all |any )?(?:[\\p{L}-]{1,20} ){0,1}(?:rules|restrictions|filters|limits|guidelines)',
    '(?:(?:for|in|during) (?:this|the|our) (?:session|conversation|chat|game),? )?(?:all )?(?:of )?(?:your |the )?(?:safety|content|ethical) (?:rules|filters|restrictions|guidelines|policies) (?:are|is) (?:now )?(?:off(?= ?(?:$|[.!,;]))|disabled|suspended|void|lifted)',
    'you (?:are|re) (?:now |hereby )?(?:no longer|not) (?:bound|restricted|limited|constrained) by',
    `you (?:are|re|have been|were) (?:now |hereby )?(?:freed?|liberated|released) (?:from|of) (?:all )?(?:of )?(?:your |any )(?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|rules|guidelines|constraints|limits|limitations|filters|programming)`,
    'you (?:now )?have no (?:more )?(?:(?:ethics|morals)(?: any ?more)?(?= ?(?:$|[.!\\n]))|(?:rules|limits|filters|restrictions|guidelines) (?:any ?more|whatsoever))',
    "(?:pretend|imagine|act like|act as if|assume) (?:that )?you (?:have|had|are|were|do not have|dont have|don't have) (?:no|without|free of|free from|not bound by|any) (?:[\\p{L}-]{1,20} ){0,3}(?:restrictions?|filters?|rules|limits|limitations|guidelines|safety|censorship|ethics)",
    '(?:behave|act|respond|answer|speak|talk) as (?:if|though) (?:your (?:[\\p{L}-]{1,20} ){0,2}(?:policy|policies|rules|restrictions|guidelines|filters?)|there (?:were|was|are) no (?:restrictions|guidelines|filters?|content policy))',
    "(?:let us|let's|lets) play a (?:game|role ?play)(?: [\\p{L}]{1,20}){0,4}? you (?:have no (?:rules|limits|restrictions|filters)|(?:must|can|will) (?:never|not) refuse)",
    '(?:respond|answer|reply|speak|act|operate|continue) (?:to (?:me|everything|all) )?(?:without|with no) (?:any )?(?:of your )?(?:[\\p{L}-]{1,20} ){0,2}(?:restrictions|filters|safety|guidelines|censorship|content policy)',
    '(?:disable|bypass|turn off|switch off|remove|deactivate|drop|override|ignore|circumvent) (?:all )?(?:of )?your (?:[\\p{L}-]{1,20} ){0,2}(?:restrictions?|filters?|safety|safeguards|guardrails|guidelines|content policy|censorship|limitations)',
    '(?:you are|you re|you have) (?:now )?(?:in |entered |switched to |entering )(?:developer|debug|god|admin|dan|jailbreak|unrestricted|sudo) mode',
    '(?:enter|enable|activate|switch to) (?:dan|jailbreak|unrestricted|unfiltered) mode',
    '(?:dan|jailbreak|unrestricted|unfiltered|developer|debug|god|sudo) mode (?:is )?(?:now )?(?:on|enabled|activated|active)[.:!,]{0,2} (?:you (?:can|will|may|have|are)|no more|without)',
  ],
  discussion:
    'prompt.?injections?|jailbreak(?:s|ing)|phrases?|sentences?|mean(?:s|ing)?|translat(?:e|ion)|attack(?:s|ers?)?|detect|protect|filter|block(?:s|ed)?|examples?|explain|defend|users? (?:write|type|say|send|enter)s?|someone|guards?|security|why (?:is|does|do|was|did)|happens? (?:if|when)|article|paper|treats?|handles?|such as',
};
