/* SPDX-License-Identifier: BSD-3-Clause */
/* top_screen.h - a terminal as a window: frames in, keys out. I/O; there is one
 * terminal, so there is one screen. */
#ifndef FOREWARN_COMMAND_TOP_SCREEN_H
#define FOREWARN_COMMAND_TOP_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#define SCREEN_NO_KEY 0u
/* It has another size now. */
#define SCREEN_RESIZED 0x120000u
/* Nobody is there any more. */
#define SCREEN_GONE 0x120001u

/** Take over the terminal of stdin and stdout. The locale is set.
 * @param colour  whether colours are wanted.
 * @return NULL, or why it cannot be done. */
const char *screen_open(bool colour);
/** Give it back as it was. */
void screen_close(void);

void screen_size(unsigned *ret_width, unsigned *ret_height);

/** Show @p frame: lines, with SGR sequences for colour. What does not fit is
 * cut. */
void screen_paint(const char *frame);

/** Wait for a key, no longer than @p timeout_ms. @return a character, one of
 * enum board_key, or one of those above. */
uint32_t screen_key(int timeout_ms);

#endif
