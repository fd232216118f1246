"""The measures that folds and growth share (DESIGN section 6): whoever folds and whoever adds up must agree on them."""

BUCKET_SECONDS = 300
DAY_SECONDS = 86_400
LG_K = 12  # 4,096 registers: 1.6 % standard error
