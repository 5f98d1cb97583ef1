"""Certificates as W3C Verifiable Credentials: who may issue them, what they say, whether they hold (S29)."""
