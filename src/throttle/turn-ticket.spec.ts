import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { rememberTicket, ticketOf, TurnTicket } from './turn-ticket.js';

describe(TurnTicket.name, () => {
  it('gives the lock back once, when there is no run', () => {
    const giveBack = jest.fn();
    const ticket = new TurnTicket('token', null, giveBack);

    ticket.drop();
    ticket.drop();

    expect(giveBack).toHaveBeenCalledTimes(1);
  });

  it('leaves the lock to the run that keeps it', () => {
    const giveBack = jest.fn();
    const ticket = new TurnTicket('token', null, giveBack);

    ticket.keep();
    ticket.drop();

    expect(giveBack).not.toHaveBeenCalled();
  });

  it('has nothing to give back where somebody else has the lock', () => {
    const ticket = new TurnTicket('token', 'the memory', null);

    expect(() => ticket.drop()).not.toThrow();
  });
});

describe(ticketOf.name, () => {
  it('is the one that the request brought along, and null for any other request', () => {
    const request = new IncomingMessage(new Socket());
    const ticket = new TurnTicket('token', null, null);

    rememberTicket(request, ticket);

    expect(ticketOf(request)).toBe(ticket);
    expect(ticketOf(new IncomingMessage(new Socket()))).toBeNull();
  });
});
