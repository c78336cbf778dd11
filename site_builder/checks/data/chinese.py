"""What counts as a Chinese character in patterns about characters and punctuation."""

# Inside of a character class. 〇 stands apart from the others.
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
