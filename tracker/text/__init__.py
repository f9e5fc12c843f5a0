"""What any room asks of a text: which words it has, and what in it cannot be seen but acts.

``words`` brings words to the one form in which they are compared: one form a question, each with
the reason why it differs. ``invisible`` names the characters that nobody sees, once, and what of
them is taken out of a text that comes in or goes out.
"""
