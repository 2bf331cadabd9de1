/** Where a conversation is held. */
export const Platform = { Web: 'web', Messenger: 'messenger', Api: 'api' } as const;
export type Platform = (typeof Platform)[keyof typeof Platform];
