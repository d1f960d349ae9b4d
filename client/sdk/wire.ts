/** The one thing that differs between a browser and Node: how a socket is dialled. */
export interface Wire {
  send(text: string): void;
  /** Asks the other side to close. */
  close(): void;
  /** Lets go at once, whatever the other side does. */
  terminate(): void;
}

export interface WireEvents {
  opened(): void;
  received(text: string): void;
  /** Once, also for a dial that failed (then 1006, as browsers say no more). `reason` is what the other side said, or nothing. */
  closed(code: number, reason: string): void;
}

export type Dial = (url: string, events: WireEvents) => Wire;

export function dialFromBrowser(url: string, events: WireEvents): Wire {
  const socket = new WebSocket(url);
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }) => events.received(String(data));
  socket.onclose = ({ code, reason }) => events.closed(code, reason);
  return {
    // While the other side closes nothing arrives any more, and the browser would complain; what was asked is asked again on the next socket.
    send: (text) => void (socket.readyState === WebSocket.OPEN && socket.send(text)),
    close: () => socket.close(),
    terminate: () => socket.close(),
  };
}
