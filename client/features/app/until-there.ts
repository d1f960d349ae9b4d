const AGAIN_MS = 2_000;

/** A part of the app that is loaded when it is used. While it cannot be had, because the network is away, it is asked for again. */
export async function untilThere<Part>(bring: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await bring();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
