/** A run with Redis: see `cloneDatabase`. */
process.env.PARLEY_TEST_WITH_REDIS = 'yes';
