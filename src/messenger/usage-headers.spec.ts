import { usageOf } from './usage-headers.js';

describe(usageOf.name, () => {
  it('takes the worst of all buckets, and the longest estimate, which is in minutes', () => {
    const usage = usageOf({
      'x-app-usage': '{"call_count":28,"total_cputime":25,"total_time":40}',
      'x-business-use-case-usage': JSON.stringify({
        '1066': [
          {
            type: 'messenger',
            call_count: 100,
            total_cputime: 25,
            total_time: 2,
            estimated_time_to_regain_access: 7,
          },
          { type: 'pages', call_count: 1, estimated_time_to_regain_access: 0 },
        ],
      }),
    });

    expect(usage).toEqual({ percent: 100, regainMs: 420_000 });
  });

  it.each([
    [{}],
    [{ 'x-app-usage': 'full' }],
    [{ 'x-app-usage': '[]', 'x-business-use-case-usage': '{"1":2}' }],
  ])('reads nothing from %j', (headers) => {
    expect(usageOf(headers)).toEqual({ percent: 0, regainMs: 0 });
  });
});
