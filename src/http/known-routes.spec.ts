import express from 'express';
import { allowedMethods, knownRoutes } from './known-routes.js';

const answer: express.RequestHandler = (_request, response) => {
  response.end();
};

function routes() {
  const application = express();
  application.use(answer);
  application.get('/notes', answer);
  application.post('/notes', answer);
  application.delete('/notes/:id', answer);
  application.get('/api/:user_id/a.b', answer);
  application.get('/files/*path', answer);
  application.all('/{*path}', answer);
  return knownRoutes(application.router.stack);
}

describe(knownRoutes.name, () => {
  it('lists each path with each of its methods, wildcards left out', () => {
    expect(routes()).toEqual([
      { path: '/notes', method: 'GET' },
      { path: '/notes', method: 'POST' },
      { path: '/notes/:id', method: 'DELETE' },
      { path: '/api/:user_id/a.b', method: 'GET' },
    ]);
  });
});

describe(allowedMethods.name, () => {
  it.each([
    ['/notes', ['GET', 'HEAD', 'POST']],
    ['/notes/', ['GET', 'HEAD', 'POST']],
    ['/notes/7', ['DELETE']],
    ['/notes/%2F', ['DELETE']],
    ['/api/alice/a.b', ['GET', 'HEAD']],
    ['/api/alice/a-b', []],
    ['/notes/7/8', []],
    ['/files/a', []],
  ])('of %s are %j', (path, methods) => {
    expect(allowedMethods(routes(), path)).toEqual(methods);
  });
});
