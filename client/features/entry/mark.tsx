/** The mark of Parley: two that speak. */
export function Mark({ size = 36 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" />;
}
