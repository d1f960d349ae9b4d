/** Every size, rate and time that bounds the product, in one place. Units are in the names. */

export const TEXT = {
  nameMaxChars: 80,
  teamNameMaxChars: 80,
  titleMaxChars: 120,
  folderNameMaxChars: 80,
  emailMaxChars: 254,
  /** One message of a person. */
  messageMaxChars: 32_000,
  clientKeyMaxChars: 64,
  modelNameMaxChars: 200,
} as const;

/** Length rules and a list of common passwords, no composition rules (NIST SP 800-63B, ASVS 6.2). */
export const PASSWORD = { minChars: 10, maxChars: 256 } as const;

export const PAGE = { defaultItems: 50, maxItems: 100 } as const;

export const SESSION = {
  idleMs: 14 * 24 * 3600_000,
  absoluteMs: 30 * 24 * 3600_000,
  maxPerUser: 20,
} as const;

export const INVITE = { lifetimeMs: 7 * 24 * 3600_000, maxLifetimeHours: 30 * 24, maxUses: 1_000, maxOpenPerTeam: 50 } as const;

export const PASSWORD_RESET = { lifetimeMs: 3600_000 } as const;

/** A path of access has at most 8 steps: team, up to six folders, conversation, thread. */
export const FOLDER = { maxDepth: 6, maxPerTeam: 1_000 } as const;

/** Single people a folder or a conversation is shared with. */
export const SHARES = { maxPerThing: 200 } as const;

export const ACCESS = { maxChecks: 50 } as const;

export const MESSAGE = { maxMentions: 50, maxReactions: 20 } as const;

export const FILES = {
  maxBytes: 10 * 1024 * 1024,
  maxPerMessage: 10,
  nameMaxChars: 200,
  /** Of one person: what was uploaded and not sent yet. It is collected after `unsentMs`. */
  maxUnsent: 50,
  maxUnsentBytes: 200 * 1024 * 1024,
  unsentMs: 24 * 3600_000,
  uploadsAtOnce: 4,
  /** Of one person: each holds a file open. */
  downloadsAtOnce: 32,
  /** So much of the disk is not for files: messages have it. */
  reserveBytes: 256 * 1024 * 1024,
  /** What one person may upload in a day, in MiB; a file counts for at least one. */
  dailyMebibytes: 4_096,
  /** An upload or a download of which nothing moved for this long is over. */
  stalledMs: 30_000,
  /** Larger pictures are files like any other: nobody draws them. */
  imageMaxSide: 16_384,
  imageMaxPixels: 100_000_000,
} as const;

/** What a model that sees is sent of the pictures in a conversation, the newest first. */
export const MODEL_PICTURES = { most: 6, maxBytes: 20 * 1024 * 1024 } as const;

export const WIRE = {
  /** One WebSocket frame or HTTP body from a client. A 32,000 character message of 3-byte characters in JSON fits. */
  maxFrameBytes: 256 * 1024,
  /** After a cut a client asks for all its subscriptions again in one frame, with the calls that wait. */
  maxCallsPerFrame: 100,
  maxCallsInFlight: 32,
  maxSubscriptionsPerSocket: 64,
  maxSocketsPerUser: 50,
  /** Running HTTP requests, streams of events among them, of one session or (without one) one address. */
  maxRequestsAtOnce: 100,
  /** Not of this computer itself: a proxy may stand there. */
  maxSocketsPerAddress: 200,
  /** Sustained calls of one session (before sign-in: one address) over all it has open, each one over it refused; the bucket holds a burst. */
  callsPerSecond: 60,
  callBurst: 240,
  /** Of one socket; far above it the socket itself is closed. */
  framesPerSecond: 200,
  frameBurst: 1_000,
  bytesPerSecond: 256 * 1024,
  byteBurst: 2 * 1024 * 1024,
  closeTimeoutMs: 1_000,
  /** Protocol pings; a socket that misses two is gone. */
  pingMs: 30_000,
} as const;

/** Back-pressure of a feed (DESIGN 4.3): wait for `low` above `high`; over `max` or `stalledMs` without progress the socket is closed. */
export const BACKLOG = {
  lowBytes: 64 * 1024,
  highBytes: 256 * 1024,
  maxBytes: 1024 * 1024,
  stalledMs: 10_000,
} as const;

export const FEED = {
  maxEventsPerFrame: 64,
  /** With 3-byte characters below BACKLOG.highBytes: who catches up on an answer mostly needs one frame. */
  maxTextPerFrameChars: 64 * 1024,
  /** A cursor further behind than this is told to reload instead. */
  maxReplayEvents: 5_000,
  /** Who comes back to the same place within it is given what was read for the first of them, unless something happened since. */
  rereadMs: 50,
  /** Several answers that grow in one conversation wait so long for each other. */
  gatherMs: 8,
  /** How long pieces are gathered for one frame, by how many generations write at once: a frame of a screen, then fuller frames for less work and fewer bytes. */
  windows: [
    { from: 24, ms: 140 },
    { from: 8, ms: 40 },
    { from: 0, ms: 16 },
  ],
} as const;

export const GENERATION = {
  /** Of one reply, thinking and text together: with 3-byte characters it fits into one frame under BACKLOG.maxBytes. */
  maxOutputChars: 200_000,
  /** Queued and running together; more are refused OVERLOADED. */
  maxQueuedPerUser: 10,
  maxQueuedPerTeam: 50,
  maxQueued: 500,
  connectMs: 5_000,
  /** From request to first byte: queue, load and reading the prompt happen inside (a cold load may take minutes). */
  firstByteMs: 10 * 60_000,
  betweenPiecesMs: 120_000,
  drainMs: 2_000,
  maxLineBytes: 1024 * 1024,
  maxTotalBytes: 64 * 1024 * 1024,
} as const;

/** Of the server's time, for pages that come with their messages drawn; beyond it the app draws them. */
export const DRAWING = { burstMs: 1_000, msPerSecond: 100 } as const;

export const CONVERSATION = { maxPerTeam: 10_000, forkMaxMessages: 10_000 } as const;
