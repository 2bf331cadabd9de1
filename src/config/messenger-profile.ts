import { z } from 'zod';

const words = (most: number) => z.string().min(1).max(most);
const payload = words(1000);
const locale = z.string().regex(/^(?:default|[a-z]{2,3}_[A-Z]{2})$/);
const secureUrl = z.url({ protocol: /^https$/ });

const menuItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('postback'), title: words(30), payload }),
  z.strictObject({
    type: z.literal('web_url'),
    title: words(30),
    url: secureUrl,
    webview_height_ratio: z.enum(['compact', 'tall', 'full']).optional(),
  }),
]);

const menu = z.strictObject({
  locale,
  composer_input_disabled: z.boolean().optional(),
  call_to_actions: z.array(menuItem).min(1).max(20),
});

const questions = z.strictObject({
  locale,
  call_to_actions: z
    .array(z.strictObject({ question: z.string().min(1), payload }))
    .min(1)
    .max(4),
});

/** One of each locale, `default` among them. */
const perLocale = <T extends { locale: string }>(one: z.ZodType<T>) =>
  z
    .array(one)
    .refine((all) => all.some((each) => each.locale === 'default'), 'lacks the locale default')
    .refine((all) => new Set(all.map((each) => each.locale)).size === all.length, 'has a locale twice');

/**
 * What a page declares of its Messenger profile: what is absent is left as it is, what is null is not to be there.
 * https://developers.facebook.com/docs/messenger-platform/reference/messenger-profile-api
 */
export const messengerProfile = z
  .strictObject({
    get_started: z.strictObject({ payload }).nullable(),
    greeting: perLocale(z.strictObject({ locale, text: words(160) })).nullable(),
    persistent_menu: perLocale(menu).nullable(),
    ice_breakers: perLocale(questions).nullable(),
  })
  .partial()
  .refine((profile) => !(profile.persistent_menu && profile.get_started === null), {
    path: ['get_started'],
    message: 'is null, and persistent_menu needs it',
  });
export type MessengerProfile = Readonly<z.infer<typeof messengerProfile>>;
