/** What makes two spellings of an address one account. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}
