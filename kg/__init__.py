"""kg: news articles in, a timeline you can check out."""
