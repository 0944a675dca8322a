/** Drawing at the next frame of the screen, however often it is asked for until then. */
export function onceAFrame(draw) {
  let due = 0;
  return {
    soon() {
      due ||= requestAnimationFrame(() => {
        due = 0;
        draw();
      });
    },
    stop: () => cancelAnimationFrame(due),
  };
}
