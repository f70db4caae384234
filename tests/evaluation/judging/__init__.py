"""Conversations held by hand with a running server: judged turn by turn, or written with what each message means."""
